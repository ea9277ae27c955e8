import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** A timestamptz: a Date when read. */
export type Time = ColumnType<Date, Date | string | undefined, Date | string>;
export type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type Json<T> = JSONColumnType<T & object, string | undefined>;
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
export type Default<T> = Generated<T>;
