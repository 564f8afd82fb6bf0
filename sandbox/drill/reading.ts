/** What the responder read in one go, in few words. */
import type { AnsweredCall } from '../core/gate';

/** Answers that say that the responder may not look, or that AWS did not get to it; the others are findings. */
const IN_THE_WAY = /AccessDenied|NotAuthorized|Throttl|TooManyRequests|ServiceUnavailable|InternalFailure/;

export class Reading {
  private readonly services = new Map<string, number>();
  private readonly failures = new Set<string>();
  private finding = '';

  add({ call: { service, operation }, error, output }: Pick<AnsweredCall, 'call' | 'error' | 'output'>): void {
    this.services.set(service, (this.services.get(service) ?? 0) + 1);
    if (error !== undefined && IN_THE_WAY.test(error.code))
      this.failures.add(`${service}:${operation} → ${error.code}`);
    if (operation === 'GetTrailStatus' && error === undefined) {
      const { IsLogging } = output as { readonly IsLogging?: boolean };
      this.finding = IsLogging === true ? 'the trail is logging; ' : 'the trail is not logging; ';
    }
  }

  /** `the trail is not logging; 7 calls to cloudtrail, kms` */
  toString(): string {
    const calls = [...this.services.values()].reduce((sum, count) => sum + count, 0);
    const failures = this.failures.size === 0 ? '' : `: ${[...this.failures].join(', ')}`;
    return `${this.finding}${calls} ${calls === 1 ? 'call' : 'calls'} to ${[...this.services.keys()].join(', ')}${failures}`;
  }
}
