/** What people are asked to do after more than one kind of call. */

/** The first thing, whatever was done. */
export const WHO = 'Find out whether the caller meant to, and revoke his sessions if not.';
