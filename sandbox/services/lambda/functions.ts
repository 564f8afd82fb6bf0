/** Making, finding, changing and deleting functions. */
import { randomUUID } from 'node:crypto';
import { AwsError, notImplemented } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { byName, functionAccess, named } from './access';
import { requireTrusted } from './code-signing';
import { readPackage } from './deployment-package';
import { requireSendPermission, takeRole } from './execution-role';
import { configurationOf, readSettings } from './settings';
import {
  type FunctionPlace,
  functionArn,
  functionsOf,
  type LambdaFunction,
  type LambdaSdk,
  requireFunction,
} from './state';

const LIST_PAGE = 50;

export const functionOperations: Operations<LambdaSdk> = {
  CreateFunction: {
    record: { eventName: 'CreateFunction20150331' },
    access: (input, context) => taggedAccess(context, 'CreateFunction', named(input, context), input.Tags),
    handle: async (input, context) => {
      const place = { account: context.account, region: context.region, name: named(input, context).name };
      if (input.Publish === true) throw notImplemented('lambda', 'PublishVersion');
      const functions = functionsOf(context.state, place.account, place.region);
      if (functions.has(place.name))
        throw new AwsError('ResourceConflictException', `Function already exist: ${place.name}`, { Type: 'User' });
      const settings = readSettings(place.name, input);
      const code = readPackage(input.Code ?? {}, 'CreateFunction');
      await takeRole(context, settings.role, place);
      if (settings.deadLetterTargetArn !== '')
        await requireSendPermission(context, settings.role, place, settings.deadLetterTargetArn);
      const fn: LambdaFunction = {
        ...place,
        arn: functionArn(place),
        settings,
        code,
        revisionId: randomUUID(),
        modifiedAt: context.clock.now(),
        policyRevisionId: randomUUID(),
        recursiveLoop: 'Terminate',
        tags: new Map(Object.entries(input.Tags ?? {})),
      };
      functions.set(place.name, fn);
      return configurationOf(fn);
    },
  },
  GetFunction: {
    record: { eventName: 'GetFunction20150331v2' },
    access: byName('GetFunction'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      const { reservedConcurrency: reserved, tags } = fn;
      return {
        Configuration: configurationOf(fn),
        Code: { RepositoryType: 'S3' },
        ...(tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) }),
        ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
      };
    },
  },
  GetFunctionConfiguration: {
    record: { eventName: 'GetFunctionConfiguration20150331v2' },
    access: byName('GetFunctionConfiguration'),
    handle: (input, context) => configurationOf(requireFunction(context.state, named(input, context))),
  },
  ListFunctions: {
    record: { eventName: 'ListFunctions20150331' },
    handle: (input, context) => {
      const functions = functionsOf(context.state, context.account, context.region).values();
      const limit = Math.min(input.MaxItems ?? LIST_PAGE, LIST_PAGE);
      const { items, next } = pageOf(
        functions,
        ({ name }) => name,
        limit,
        input.Marker,
        'InvalidParameterValueException',
      );
      return { Functions: items.map(configurationOf), ...(next === undefined ? {} : { NextMarker: next }) };
    },
  },
  ListVersionsByFunction: {
    record: { eventName: 'ListVersionsByFunction20150331' },
    access: byName('ListVersionsByFunction'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      return { Versions: [{ ...configurationOf(fn), FunctionArn: `${fn.arn}:$LATEST` }] };
    },
  },
  UpdateFunctionCode: {
    record: { eventName: 'UpdateFunctionCode20150331v2' },
    access: byName('UpdateFunctionCode'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      if (input.Publish === true) throw notImplemented('lambda', 'PublishVersion');
      requireRevision(fn, input.RevisionId);
      requireTrusted(context.state, fn);
      const code = readPackage(input, 'UpdateFunctionCode');
      const settings = readSettings(fn.name, { Architectures: input.Architectures }, fn.settings);
      const changed = { ...fn, code, settings };
      if (input.DryRun !== true) Object.assign(fn, { code, settings }, renewed(context));
      return configurationOf(input.DryRun === true ? changed : fn);
    },
  },
  UpdateFunctionConfiguration: {
    record: { eventName: 'UpdateFunctionConfiguration20150331v2' },
    access: byName('UpdateFunctionConfiguration'),
    handle: async (input, context) => {
      const place = named(input, context);
      const fn = requireFunction(context.state, place);
      requireRevision(fn, input.RevisionId);
      const settings = readSettings(fn.name, input, fn.settings);
      if (input.Role !== undefined) await takeRole(context, settings.role, fn);
      if (settings.deadLetterTargetArn !== '' && input.DeadLetterConfig !== undefined)
        await requireSendPermission(context, settings.role, fn, settings.deadLetterTargetArn);
      Object.assign(fn, { settings }, renewed(context));
      return configurationOf(fn);
    },
  },
  DeleteFunction: {
    record: { eventName: 'DeleteFunction20150331' },
    access: byName('DeleteFunction'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      functionsOf(context.state, fn.account, fn.region).delete(fn.name);
      return { StatusCode: 204 };
    },
  },
};

function taggedAccess(
  context: CallContext,
  action: string,
  place: FunctionPlace,
  tags: Readonly<Record<string, string>> = {},
): Access[] {
  const keys = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value] as const);
  const given = keys.length === 0 ? {} : { ...Object.fromEntries(keys), 'aws:TagKeys': Object.keys(tags) };
  return functionAccess(context, action, place).map((access) => ({ ...access, context: given }));
}

function renewed(context: CallContext): Pick<LambdaFunction, 'revisionId' | 'modifiedAt'> {
  return { revisionId: randomUUID(), modifiedAt: context.clock.now() };
}

function requireRevision(fn: LambdaFunction, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== fn.revisionId)
    throw new AwsError(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      { Type: 'User' },
    );
}
