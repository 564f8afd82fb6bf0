/** `aws.lambda.Permission`. */
import type { FunctionUrlAuthType } from '@aws-sdk/client-lambda';
import type { lambda } from '@pulumi/aws';
import { adapter, type Plain, required, unless } from './adapter';

const INPUTS = [
  'action',
  'eventSourceToken',
  'function',
  'functionUrlAuthType',
  'principal',
  'principalOrgId',
  'qualifier',
  'region',
  'sourceAccount',
  'sourceArn',
  'statementId',
] as const;

export const functionPermission = adapter<lambda.PermissionArgs, lambda.PermissionState>({
  type: 'aws:lambda/permission:Permission',
  inputs: INPUTS,
  required: ['action', 'function', 'principal'],
  replacedBy: INPUTS,
  computed: ['statementId'],

  async create(cloud, inputs, name) {
    const StatementId = inputs.statementId ?? name;
    await cloud.call('lambda', 'AddPermission', {
      Action: inputs.action,
      EventSourceToken: inputs.eventSourceToken,
      FunctionName: inputs.function,
      FunctionUrlAuthType: inputs.functionUrlAuthType as FunctionUrlAuthType | undefined,
      Principal: inputs.principal,
      PrincipalOrgID: inputs.principalOrgId,
      Qualifier: inputs.qualifier,
      SourceAccount: inputs.sourceAccount,
      SourceArn: inputs.sourceArn,
      StatementId,
    });
    return StatementId;
  },

  async delete(cloud, id, olds) {
    const { statementId, ...of } = addressed(id, olds);
    const remove = () => cloud.call('lambda', 'RemovePermission', { ...of, StatementId: statementId });
    await unless(['ResourceNotFoundException'], remove);
  },

  idOf: ({ statementId }) => required(statementId, 'statementId'),

  async read(cloud, id, inputs) {
    const { statementId, ...of } = addressed(id, inputs);
    const found = await unless(['ResourceNotFoundException'], () => cloud.call('lambda', 'GetPolicy', of));
    const statement = statementsOf(found?.Policy).find(({ Sid }) => Sid === statementId);
    if (statement === undefined) return undefined;
    const { Condition: condition } = statement;
    return {
      action: statement.Action,
      eventSourceToken: condition?.StringEquals?.['lambda:EventSourceToken'],
      function: of.FunctionName,
      functionUrlAuthType: condition?.StringEquals?.['lambda:FunctionUrlAuthType'],
      principal: principalOf(statement),
      principalOrgId: condition?.StringEquals?.['aws:PrincipalOrgID'],
      qualifier: of.Qualifier,
      sourceAccount: condition?.StringEquals?.['AWS:SourceAccount'],
      sourceArn: condition?.ArnLike?.['AWS:SourceArn'],
      statementId,
    };
  },
});

/** Where a permission is: in the policy of a function, or of a version or alias of it, under the statement's id. */
interface Addressed {
  readonly FunctionName: string;
  readonly Qualifier: string | undefined;
  readonly statementId: string;
}

/**
 * An import names `function/statement` or `function:qualifier/statement`; afterwards the statement's id is enough.
 *
 * @throws Error for an import's id that names no function
 */
function addressed(id: string, inputs: Partial<Plain<lambda.PermissionArgs>>): Addressed {
  const [, named, qualifier, statementId = id] =
    /^((?:arn:[^:]+:lambda:[^:]+:\d+:function:)?[^/:]+)(?::([^/:]+))?\/([^/]+)$/.exec(id) ?? [];
  const FunctionName = inputs.function ?? named;
  if (FunctionName === undefined)
    throw new Error(
      `Unexpected format of ID ("${id}"), expected FUNCTION_NAME/STATEMENT_ID or FUNCTION_NAME:QUALIFIER/STATEMENT_ID`,
    );
  return { FunctionName, Qualifier: inputs.qualifier ?? qualifier, statementId };
}

/** A statement as Lambda writes it into a function's policy. */
interface Statement {
  readonly Sid: string;
  readonly Action: string;
  readonly Principal: string | { readonly Service?: string; readonly AWS?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function statementsOf(policy: string | undefined): readonly Statement[] {
  return policy === undefined ? [] : (JSON.parse(policy) as { Statement: readonly Statement[] }).Statement;
}

/** The principal as the program wrote it: Lambda turns an account id into the ARN of the account's root. */
function principalOf({ Principal }: Statement): string | undefined {
  if (typeof Principal === 'string') return Principal;
  const root = Principal.AWS === undefined ? null : /^arn:[^:]+:iam::(\d{12}):root$/.exec(Principal.AWS);
  return Principal.Service ?? root?.[1] ?? Principal.AWS;
}
