/** The sweep as declared: how often it runs, what wakes it, and how its silence is noticed. */

/** What the schedule hands to the responder. */
export const SWEEP_REQUEST = { request: 'sweep' } as const;

export const SWEEP_SCHEDULE = 'rate(5 minutes)';

/** The line of the responder's log that says that a sweep came to its end. */
export const SWEEP_LINE = 'sweep';
