/** Automatic rotation of a key's material. */
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { accessTo, keyOf, keyOperation, keyRecord } from './access';
import type { Key } from './keyring';
import { requireUsable } from './state';

const DAY = 24 * 3_600_000;
const YEAR_IN_DAYS = 365;

/**
 * The sandbox keeps the setting and says when the next rotation is due; the material itself stays the same, which no
 * caller of KMS can tell.
 */
export const rotationOperations: Operations<typeof Kms> = {
  EnableKeyRotation: keyOperation(
    'kms:EnableKeyRotation',
    (key, input: Kms.EnableKeyRotationCommandInput, { clock }) => {
      requireUsable(key);
      const days = input.RotationPeriodInDays ?? YEAR_IN_DAYS;
      if (days < 90 || days > 2560)
        throw new AwsError('ValidationException', 'RotationPeriodInDays must be between 90 and 2560 days, inclusive.');
      key.rotationPeriodInDays = days;
      key.rotationEnabledAt = clock.now();
    },
  ),
  DisableKeyRotation: keyOperation('kms:DisableKeyRotation', (key) => {
    requireUsable(key);
    delete key.rotationPeriodInDays;
    delete key.rotationEnabledAt;
  }),
  GetKeyRotationStatus: {
    access: accessTo('kms:GetKeyRotationStatus', { crossAccount: true }),
    record: keyRecord,
    handle: (input, context) => rotationOf(keyOf(input, context, { crossAccount: true }), context.clock.now()),
  },
};

function rotationOf(key: Key, now: Date): Omit<Kms.GetKeyRotationStatusCommandOutput, '$metadata'> {
  const { rotationPeriodInDays: days, rotationEnabledAt: since } = key;
  if (days === undefined || since === undefined || key.state === 'PendingDeletion')
    return { KeyId: key.arn, KeyRotationEnabled: false };
  const period = days * DAY;
  const periods = Math.floor((now.getTime() - since.getTime()) / period) + 1;
  return {
    KeyId: key.arn,
    KeyRotationEnabled: true,
    RotationPeriodInDays: days,
    NextRotationDate: new Date(since.getTime() + periods * period),
  };
}
