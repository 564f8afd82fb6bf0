/** AWS query: a form in, XML out. Spoken by SNS, STS and IAM, and by older clients of SQS and CloudWatch. */
import { AwsError } from '../core/aws-error';
import { readForm } from './form-input';
import { requireInput } from './input-shape';
import { operationModel, type ServiceModel, structure } from './service-model';
import type { Protocol, WireRequest, WireResponse } from './wire';
import { wireError } from './wire-error';
import { writeXml } from './xml';

const metadata = structure('ResponseMetadata', [['RequestId', 0]]);

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export class Query implements Protocol {
  constructor(private readonly model: ServiceModel | undefined) {}

  read(request: WireRequest): { operation: string; input: unknown } {
    const form = formOf(request);
    const name = form.get('Action');
    if (this.model === undefined || !name) {
      throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
    }
    const operation = operationModel(this.model, name);
    const input = readForm(operation.input, form);
    requireInput(this.model, operation.input, input);
    return { operation: name, input };
  }

  async writeOutput(operation: string, output: unknown, requestId: string): Promise<WireResponse> {
    const schema = this.model?.operations.get(operation)?.output;
    const value: Record<string, unknown> = { ResponseMetadata: { RequestId: requestId } };
    const members: [string, unknown][] = [['ResponseMetadata', metadata]];
    if (schema !== undefined && !schema.isUnitSchema()) {
      const result = `${operation}Result`;
      members.unshift([result, structure(result, [...schema.structIterator()])]);
      value[result] = output ?? {};
    }
    return this.answer(200, requestId, `${operation}Response`, members, value);
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const wire = wireError(error, this.model, 'query');
    const lead = ['Type', 'Code', 'Message'].map((name) => [name, 0] as const);
    const schema = structure('Error', [...lead, ...wire.members.map(([name, member]) => [name, member] as const)]);
    const value = {
      Error: {
        Type: wire.fault,
        Code: wire.code,
        Message: wire.message,
        ...Object.fromEntries(wire.members.map(([name, , member]) => [name, member])),
      },
      RequestId: requestId,
    };
    const members: [string, unknown][] = [
      ['Error', schema],
      ['RequestId', 0],
    ];
    return this.answer(wire.status, requestId, 'ErrorResponse', members, value);
  }

  private answer(
    status: number,
    requestId: string,
    root: string,
    members: readonly [string, unknown][],
    value: unknown,
  ): WireResponse {
    return {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: writeXml(structure(root, members), value, this.model?.xmlNamespace ?? ''),
    };
  }
}

/** A form's parameters may also stand in the URL, as they do in a presigned request. */
export function formOf(request: WireRequest): URLSearchParams {
  const form = new URLSearchParams(request.query);
  const typed = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (typed)
    for (const [key, value] of new URLSearchParams(Buffer.from(request.body).toString())) form.append(key, value);
  return form;
}
