/** The repairs: which resource each one puts back, and the permissions that it needs for that, and no others. */
import type { AccountKind } from './configuration';

export type RepairName = 'start-logging';

export interface Repair {
  /** The kind of account that owns the resource: its repair role carries the permissions. */
  readonly owner: Exclude<AccountKind, 'member'>;
  readonly resource: 'trail';
  /** IAM actions on that resource. */
  readonly actions: readonly string[];
}

export const REPAIRS: Readonly<Record<RepairName, Repair>> = {
  'start-logging': {
    owner: 'management',
    resource: 'trail',
    actions: ['cloudtrail:GetTrailStatus', 'cloudtrail:StartLogging'],
  },
};
