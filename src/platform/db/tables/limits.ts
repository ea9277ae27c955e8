import type { Time, NullableTime, Default } from './columns.ts';

export type Allowances = { key: string; full_at: Time };

export type Throttles = { key: string; next_at: Time };

export type Shares = { key: string; lease_id: string; places: number };

export type DomainLimits = { domain: string; per_second: number | null; connections: number | null };

export type DomainPauses = { domain: string; until: Time; failures: Default<number>; reply: Default<string> };

export type RelayStates = {
  relay: string;
  down_until: NullableTime;
  failures: Default<number>;
  reason: Default<string>;
  sign_in_refused: string | null;
  sign_in_refused_at: NullableTime;
  sign_in_reason: Default<string>;
};

export type RelayDays = { relay: string; day: string; messages: Default<number> };
