/** Protocol: between HTTP as AWS's clients speak it and typed calls, with every shape taken from the SDK's own schemas. */
import type { Service } from '../core/service';
import { decodeContent } from './content';
import { JsonRpc } from './json-rpc';
import { formOf, Query } from './query';
import { RestJson, RestXml } from './rest';
import { RpcCbor } from './rpc-cbor';
import { type ServiceModel, serviceModel } from './service-model';
import type { Protocol, WireRequest } from './wire';

export { longestBody, tooLong } from './content';
export { type Identity, identify } from './signature';
export type { Protocol, ReadCall, WireRequest, WireResponse } from './wire';

/**
 * The protocol that a request speaks.
 *
 * One service understands several: SDKs of different languages and ages speak to CloudWatch in CBOR, JSON and query. So
 * the request decides where it shows its protocol, and the service's client package where it does not. Without a service
 * (an unsigned request, or one for a service that the sandbox does not have) only errors can be written.
 */
export function protocolOf(request: WireRequest, service: Service | undefined): Protocol {
  const model = service && serviceModel(service);
  const protocol = speaker(request, model);
  const gunzip = !(protocol instanceof RestXml);
  return {
    read: (received) => protocol.read(decodeContent(received, gunzip)),
    writeOutput: (operation, output, requestId) => protocol.writeOutput(operation, output, requestId),
    writeError: (error, requestId) => protocol.writeError(error, requestId),
  };
}

function speaker(request: WireRequest, model: ServiceModel | undefined): Protocol {
  if (model?.protocol === 'aws.protocols#restJson1') return new RestJson(model);
  if (model?.protocol === 'aws.protocols#restXml') return new RestXml(model);
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return new RpcCbor(model);
  const json = new JsonRpc(model, `application/x-amz-json-${jsonVersion(request)}`);
  if (request.headers['x-amz-target'] !== undefined) return json;
  return model?.protocol === 'aws.protocols#awsQuery' || formOf(request).has('Action') ? new Query(model) : json;
}

function jsonVersion(request: WireRequest): string {
  return request.headers['content-type']?.startsWith('application/x-amz-json-1.0') ? '1.0' : '1.1';
}
