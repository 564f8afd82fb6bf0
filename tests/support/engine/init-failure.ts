/** A resource that was made, but not wholly: providers answer such a create or update with an error that carries its state. */
import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import type { ResourceState } from './snapshot';
import { received } from './values';

const DETAILS = 'grpc-status-details-bin';
const MESSAGE = 'pulumirpc.ErrorResourceInitFailed';

/** What is there of the resource in spite of the error; `undefined` when nothing is. */
export function initFailureOf(error: unknown): Pick<ResourceState, 'id' | 'outputs' | 'initErrors'> | undefined {
  const metadata: Metadata | undefined = (error as Partial<ServiceError>).metadata;
  const [bytes] = metadata?.get(DETAILS) ?? [];
  if (!Buffer.isBuffer(bytes) || (error as ServiceError).code === status.UNAVAILABLE) return undefined;
  for (const detail of Status.deserializeBinary(bytes).getDetailsList()) {
    const failure = detail.unpack((binary) => ErrorResourceInitFailed.deserializeBinary(binary), MESSAGE);
    if (failure !== null)
      return {
        id: failure.getId(),
        outputs: received(failure.getProperties()),
        initErrors: failure.getReasonsList(),
      };
  }
  return undefined;
}
