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
  checked_at: NullableTime;
  address: string | null;
};

export type KeptForms = {
  id: Generated<number>;
  session_id: number;
  path: string;
  fields: Json<[name: string, value: string][]>;
  had_files: boolean;
  created_at: Time;
};

export type StaffLinks = {
  id: Generated<number>;
  kind: 'invitation' | 'reset';
  token_hash: Buffer;
  role: Role | null;
  email: string | null;
  staff_id: number | null;
  made_by: string;
  created_at: Time;
  expires_at: Time;
  used_at: NullableTime;
};

export type StaffPasskeys = {
  id: Generated<number>;
  staff_id: number;
  credential_id: string;
  public_key: Buffer;
  counter: number;
  transports: Json<string[]>;
  name: string;
  created_at: Time;
  last_used_at: NullableTime;
};

export type UsedChallenges = { hash: Buffer; expires_at: Time };

export type AuditLog = {
  id: Generated<number>;
  at: Time;
  actor: string;
  action: string;
  newsletter_id: number | null;
  edition_id: number | null;
  detail: Json<Record<string, unknown>>;
};

/** `at`: when a sweep found nothing old any more. */
export type RetentionSweeps = { rule: string; at: NullableTime; removed: Default<number> };

export type ProcessMetrics = {
  lease_id: string;
  process: string;
  at: Time;
  metrics: ColumnType<unknown, string, string>;
};

export type GoodTemplates = { hash: string; files: Json<Record<string, string>>; good_at: Time };
