import { createRequire } from 'node:module';
import type { History } from '@temporalio/common/lib/proto-utils.js';

interface ProtoJson {
  toJson(type: unknown, message: unknown): unknown;
  fromJson(type: unknown, json: unknown, options: { ignoreUnknownFields: boolean }): History;
}

// The SDK's own historyToJSON fails where npm installs protobufjs once for @temporalio/common and once for
// @temporalio/proto ("type must be a Type"): the converter has to be the one that the types came from.
const ofCommon = createRequire(createRequire(import.meta.url).resolve('@temporalio/common'));
const ofProto = createRequire(ofCommon.resolve('@temporalio/proto'));
const { toJson, fromJson }: ProtoJson = ofProto('protobufjs/ext/protojson');
const root = ofCommon('@temporalio/proto/lib/patch-protobuf-root').patchProtobufRoot(
  ofCommon('@temporalio/proto'),
);
const historyType = root.lookupType('temporal.api.history.v1.History');

/** A history as Temporal's own tools write it (protobuf JSON), in one line. */
export function historyToJson(history: History): string {
  return JSON.stringify(toJson(historyType, historyType.fromObject(history)));
}

/** A history as Temporal's own tools write it, also one downloaded from the UI or the CLI. */
export function historyFromJson(json: string): History {
  return fromJson(historyType, JSON.parse(json), { ignoreUnknownFields: true });
}
