/** What a target receives: the event, a part of it, a constant, or what a transformer makes of it. */
import type { Delivery } from './delivery';
import { transform } from './input-transformer';
import { valueAt } from './json-path';

/**
 * The text for the target.
 *
 * @throws DeliveryFailure `INVALID_JSON`
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export function targetInput(delivery: Delivery): string {
  const { Input, InputPath, InputTransformer } = delivery.target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(delivery.event, InputPath) ?? null);
  if (InputTransformer !== undefined) return transform(InputTransformer, delivery);
  return JSON.stringify(delivery.event);
}
