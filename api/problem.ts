import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Problem } from './contract.ts';

/**
 * Every code an error document may carry. A caller may rely on `code` and `status`; the words may change.
 * `docs/guide/errors-http.md` explains each, and a test compares the two.
 */
export const PROBLEMS = {
  bad_query: { status: 400, zh: '查询参数有误', en: 'The query parameters are not valid' },
  bad_cursor: { status: 400, zh: '翻页游标无效', en: 'The cursor was not issued by this list' },
  not_found: { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  unknown_station: { status: 404, zh: '没有这个站点', en: 'No such station' },
  unknown_city: { status: 404, zh: '没有这个城市', en: 'No such city' },
  unknown_alert: { status: 404, zh: '没有这条告警', en: 'No such alert' },
  unknown_rule: { status: 404, zh: '没有这条规则', en: 'No such rule' },
  not_watched: { status: 404, zh: '该规则不监视此对象', en: 'The rule does not watch this subject' },
  unknown_value: { status: 404, zh: '没有这个数值', en: 'No such value' },
  unknown_message: { status: 404, zh: '没有这条消息', en: 'No such message' },
  message_incomplete: {
    status: 409,
    zh: '消息缺少该格式所需的内容',
    en: 'The message lacks what this form of it needs',
  },
  unknown_warning: { status: 404, zh: '没有这个预警', en: 'No such warning' },
  empty_ledger: { status: 404, zh: '台账尚无条目', en: 'The ledger has no entry yet' },
  evidence_incomplete: { status: 409, zh: '暂无法生成证据包', en: 'The evidence package cannot be made' },
  unknown_case: { status: 404, zh: '没有这个案件', en: 'No such case' },
  unknown_notice: { status: 404, zh: '没有这条通知', en: 'No such notice' },
  method_not_allowed: { status: 405, zh: '此地址不支持该方法', en: 'This address does not support that method' },
  upgrade_required: { status: 426, zh: '此地址只接受 WebSocket', en: 'This address speaks WebSocket only' },
  bad_body: { status: 400, zh: '请求内容无法读取', en: 'The body cannot be read' },
  bad_idempotency_key: { status: 400, zh: 'Idempotency-Key 格式有误', en: 'The Idempotency-Key is not valid' },
  unauthorized: { status: 401, zh: '缺少令牌或令牌无效', en: 'A valid token is needed' },
  not_your_station: { status: 403, zh: '令牌不含此站点', en: 'The token is not for this station' },
  no_reviewers: { status: 403, zh: '未设置审核人员令牌', en: 'Nobody may overrule here' },
  no_people: { status: 403, zh: '未设置人员，无人可办理', en: 'Nobody may give commands here' },
  not_permitted: { status: 403, zh: '无权办理', en: 'This person may not do that' },
  bad_version: { status: 400, zh: 'If-Match 格式有误', en: 'The If-Match is not valid' },
  version_conflict: { status: 409, zh: '他人已先行办理', en: 'Somebody else was first' },
  refused: { status: 409, zh: '规则不允许', en: 'The rules do not allow it' },
  body_too_large: { status: 413, zh: '请求内容过大', en: 'The body is too large' },
  too_many_readings: { status: 413, zh: '一次请求的读数过多', en: 'Too many readings in one request' },
  unsupported_media_type: { status: 415, zh: '不支持的内容类型', en: 'The content type is not supported' },
  unsupported_encoding: { status: 415, zh: '不支持的内容编码', en: 'The content encoding is not supported' },
  idempotency_key_reused: {
    status: 422,
    zh: 'Idempotency-Key 已用于另一内容',
    en: 'The Idempotency-Key was used for another body',
  },
  observation_refused: { status: 422, zh: '观测值未被接受', en: 'The observation was refused' },
  forecast_refused: { status: 422, zh: '预报未被接受', en: 'The forecast was refused' },
  too_busy: {
    status: 429,
    zh: '待写入的数据过多，请稍后重发',
    en: 'Too much is waiting to be stored; send again later',
  },
  commit_timeout: { status: 503, zh: '未能及时写入，请重发', en: 'Not stored in time; send it again' },
  internal: { status: 500, zh: '服务内部错误', en: 'The server failed on this request' },
  not_ready: { status: 503, zh: '服务尚未就绪', en: 'The service is not ready' },
  store_unavailable: { status: 503, zh: '数据库暂不可用', en: 'The store cannot be reached for now' },
  dashboard_missing: { status: 404, zh: '界面尚未构建', en: 'The dashboard has not been built' },
} as const satisfies Record<string, { status: ContentfulStatusCode; zh: string; en: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
export type FieldError = { path: string; message: string };

/** Thrown anywhere below a route; the app's error handler turns it into its document. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  /** Further members of the document (RFC 9457 section 3.2). */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    options: {
      readonly detail?: string;
      readonly errors?: readonly FieldError[];
      readonly members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(options.detail ?? PROBLEMS[code].en);
    this.code = code;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    this.members = options.members ?? {};
  }
}

/** The RFC 9457 document of one problem. `requestId` finds the line in the server's log. */
export function problemDocument(problem: ApiProblem, requestId?: string): Problem {
  const { status, zh, en } = PROBLEMS[problem.code];
  return {
    type: `urn:lianfang:problem:${problem.code}`,
    title: `${zh} / ${en}`,
    status,
    code: problem.code,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.errors.length === 0 ? {} : { errors: [...problem.errors] }),
    ...problem.members,
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** RFC 9457 section 3: the media type is `application/problem+json` and the status is the document's. */
export function problemResponse(c: Context, problem: ApiProblem): Response {
  const requestId = c.get('requestId') as string | undefined;
  return c.body(JSON.stringify(problemDocument(problem, requestId)), PROBLEMS[problem.code].status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
}
