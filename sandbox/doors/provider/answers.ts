/** The provider's answers, as messages of its protocol. */
import {
  CheckFailure,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  InvokeResponse,
  PropertyDiff,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
} from '@pulumi/pulumi/proto/provider_pb';
import type { Difference } from './difference';
import { type Properties, writeProperties } from './property-value';
import type { ResourceDiff } from './resource-diff';
import type { Refusal } from './resource-inputs';
import type { Found } from './resource-reading';

/** What the provider can take: secrets, resources and outputs as their plain values. */
export function handshakeAnswer(): ProviderHandshakeResponse {
  const answer = new ProviderHandshakeResponse();
  answer.setAcceptSecrets(false);
  answer.setAcceptResources(false);
  answer.setAcceptOutputs(false);
  return answer;
}

/** The same once more, for engines that do not shake hands, and that it can tell what a change would do. */
export function configureAnswer(): ConfigureResponse {
  const answer = new ConfigureResponse();
  answer.setAcceptsecrets(false);
  answer.setAcceptresources(false);
  answer.setAcceptoutputs(false);
  answer.setSupportspreview(true);
  return answer;
}

export function checkAnswer(inputs: Properties, refusals: readonly Refusal[]): CheckResponse {
  const answer = new CheckResponse();
  answer.setInputs(writeProperties(inputs));
  for (const { property, reason } of refusals) {
    const failure = new CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    answer.addFailures(failure);
  }
  return answer;
}

export function diffAnswer({ changed, replacing, detail, deleteBeforeReplace }: ResourceDiff): DiffResponse {
  const answer = new DiffResponse();
  const some = changed.length > 0;
  answer.setChanges(some ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
  answer.setDiffsList([...changed]);
  answer.setReplacesList([...replacing]);
  answer.setDeletebeforereplace(deleteBeforeReplace);
  answer.setHasdetaileddiff(true);
  for (const { path, change, replaces } of detail) answer.getDetaileddiffMap().set(path, place(change, replaces));
  return answer;
}

export function createAnswer(id: string, outputs: Properties): CreateResponse {
  const answer = new CreateResponse();
  answer.setId(id);
  answer.setProperties(writeProperties(outputs));
  return answer;
}

/** A resource that is gone has no id. */
export function readAnswer(found: Found | undefined): ReadResponse {
  const answer = new ReadResponse();
  if (found === undefined) return answer;
  answer.setId(found.id);
  answer.setProperties(writeProperties(found.state));
  answer.setInputs(writeProperties(found.inputs));
  return answer;
}

export function updateAnswer(outputs: Properties): UpdateResponse {
  const answer = new UpdateResponse();
  answer.setProperties(writeProperties(outputs));
  return answer;
}

export function invokeAnswer(result: Properties): InvokeResponse {
  const answer = new InvokeResponse();
  answer.setReturn(writeProperties(result));
  return answer;
}

function place(change: Difference['change'], replaces: boolean): PropertyDiff {
  const { Kind } = PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  const answer = new PropertyDiff();
  answer.setKind(kinds[change][replaces ? 1 : 0]);
  // Inputs are compared with inputs: the engine shows the old one from there too.
  answer.setInputdiff(true);
  return answer;
}
