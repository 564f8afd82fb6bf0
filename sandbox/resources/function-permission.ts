/** `aws.lambda.Permission`. */
import type { FunctionUrlAuthType } from '@aws-sdk/client-lambda';
import type { lambda } from '@pulumi/aws';
import { adapter, unless } from './adapter';

export const functionPermission = adapter<lambda.PermissionArgs, lambda.PermissionState>({
  type: 'aws:lambda/permission:Permission',
  inputs: [
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
  ],

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

  async read(cloud, id, inputs) {
    const found = await unless(['ResourceNotFoundException'], () =>
      cloud.call('lambda', 'GetPolicy', { FunctionName: inputs.function, Qualifier: inputs.qualifier }),
    );
    const statement = statementsOf(found?.Policy).find(({ Sid }) => Sid === id);
    if (statement === undefined) return undefined;
    const { Condition: condition } = statement;
    return {
      action: statement.Action,
      eventSourceToken: condition?.StringEquals?.['lambda:EventSourceToken'],
      function: inputs.function,
      functionUrlAuthType: condition?.StringEquals?.['lambda:FunctionUrlAuthType'],
      principal: principalOf(statement),
      principalOrgId: condition?.StringEquals?.['aws:PrincipalOrgID'],
      qualifier: inputs.qualifier,
      sourceAccount: condition?.StringEquals?.['AWS:SourceAccount'],
      sourceArn: condition?.ArnLike?.['AWS:SourceArn'],
      statementId: id,
    };
  },
});

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
