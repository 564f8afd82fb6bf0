/** Authorization: every access that a call needs is decided here, by all the policies that apply to it. */
import type { Authorizer } from '../core/gate';
import { type Principal, sessionArn } from '../core/principal';
import type { Access, CallContext } from '../core/service';
import { isClosed } from '../services/organizations/state';
import { conditionKeys } from './condition-keys';
import { decide, type Question } from './decision';
import { accessDenied, accountClosed } from './denial';
import { policiesFor } from './policies';

/** Lets a principal through, or throws `AccessDenied` with the sentence that AWS would answer. */
export const authorize: Authorizer = async (context, principal, access) => {
  const question = questionOf(context, principal, access);
  const closed = [question.account, question.resourceAccount].find((account) => isClosed(context.state, account));
  if (closed !== undefined) throw accountClosed(question, closed);
  const decision = await decide(question);
  if (decision.outcome !== 'allowed') throw accessDenied(question, decision);
};

function questionOf(context: CallContext, principal: Principal, access: Access): Question {
  const account = principal.kind === 'service' ? undefined : principal.account;
  const resourceAccount = access.resourceAccount ?? accountIn(access.resource) ?? account ?? context.account;
  return {
    principal: principal.kind === 'service' ? principal.service : sessionArn(principal),
    account,
    action: access.action,
    // A caller may name anything as a resource; what is no ARN is decided as a resource that is not known.
    resource: /^arn:([^:]*:){4}./.test(access.resource) ? access.resource : '*',
    resourceAccount,
    policies: policiesFor(context.state, principal, access, resourceAccount),
    context: () => conditionKeys(context, principal, access, resourceAccount),
    resourceUnknown: true,
  };
}

/** The account that an ARN names; buckets and AWS's own policies name none. */
function accountIn(arn: string): string | undefined {
  const account = arn.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}
