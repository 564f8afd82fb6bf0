/** AWS KMS, as far as keys are kept. */
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListGrantsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { senders } from './service';

export const sender = senders(KMSClient, {
  CancelKeyDeletion: CancelKeyDeletionCommand,
  CreateAlias: CreateAliasCommand,
  DescribeKey: DescribeKeyCommand,
  EnableKey: EnableKeyCommand,
  EnableKeyRotation: EnableKeyRotationCommand,
  GetKeyPolicy: GetKeyPolicyCommand,
  GetKeyRotationStatus: GetKeyRotationStatusCommand,
  ListGrants: ListGrantsCommand,
  ListKeys: ListKeysCommand,
  ListResourceTags: ListResourceTagsCommand,
  PutKeyPolicy: PutKeyPolicyCommand,
  RevokeGrant: RevokeGrantCommand,
  TagResource: TagResourceCommand,
  UpdateAlias: UpdateAliasCommand,
  UpdateKeyDescription: UpdateKeyDescriptionCommand,
});
