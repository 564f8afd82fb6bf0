/** What a call on a function needs. */
import type { Access, CallContext } from '../../core/service';
import { type FunctionPlace, findFunction, functionArn, placeOf } from './state';

/** The access of an action on a function, under the function's own policy. */
export function functionAccess(context: CallContext, action: string, place: FunctionPlace): Access[] {
  const suffix = place.qualifier === undefined ? '' : `:${place.qualifier}`;
  return [
    {
      action: `lambda:${action}`,
      resource: `${functionArn(place)}${suffix}`,
      resourceAccount: place.account,
      resourcePolicy: findFunction(context.state, place)?.policy,
    },
  ];
}

/** What most operations name their function by. */
export interface Named {
  readonly FunctionName: string | undefined;
  readonly Qualifier?: string | undefined;
}

export function named(input: Named, context: CallContext): FunctionPlace {
  return placeOf(input.FunctionName, input.Qualifier, context);
}

/** {@link functionAccess} for the operations that name their function so. */
export function byName(action: string): (input: Named, context: CallContext) => Access[] {
  return (input, context) => functionAccess(context, action, named(input, context));
}
