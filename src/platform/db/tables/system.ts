import type { ColumnType, Generated } from 'kysely';
import type { Role } from '../../../domain/roles.ts';
import type { Time, NullableTime, Json, Default } from './columns.ts';

export type Settings = { key: string; value: ColumnType<unknown, string, string> };

export type Staff = {
  id: Generated<number>;
  name: string;
  password_hash: string;
  role: Default<Role>;
  email: string | null;
  created_at: Time;
  last_sign_in_at: NullableTime;
};

export type StaffSessions = {
  /** Names a session without its secret. */
  id: Generated<number>;
  token_hash: Buffer;
  staff_id: number;
  created_at: Time;
  last_seen_at: NullableTime;
  user_agent: string | null;
  expires_at: Time;
};

export type AuditLog = {
  id: Generated<number>;
  at: Time;
  actor: string;
  action: string;
  newsletter_id: number | null;
  edition_id: number | null;
  detail: Json<Record<string, unknown>>;
};

export type ProcessMetrics = {
  lease_id: string;
  process: string;
  at: Time;
  metrics: ColumnType<unknown, string, string>;
};

export type GoodTemplates = { hash: string; files: Json<Record<string, string>>; good_at: Time };
