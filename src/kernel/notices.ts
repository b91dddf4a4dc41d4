// That people were told of something, or could not be, is a fact about the past: it is recorded and decides
// nothing. What is owed to a channel follows from these records.

import { permit, recordOf } from './answer.ts';
import type { Decision } from './decision.ts';
import type { ReportNotices } from './request.ts';

export function decideReportNotices(request: ReportNotices): Decision {
  const { channel, notices, last, through, attempt, failure, posted, revised } = request;
  const place = { stream: `channel/${channel}`, causes: notices.length > 0 ? notices : [last] };
  const body = { channel, notices, through, attempt };
  if (failure === null) {
    const message = {
      ...(posted === undefined ? {} : { posted }),
      ...(revised === undefined ? {} : { revised }),
    };
    const delivered = { ...body, ...message };
    return permit([recordOf(request, { ...place, type: 'notices-delivered', body: delivered })]);
  }
  const failing = { ...body, code: failure };
  return permit([recordOf(request, { ...place, type: 'notices-failing', body: failing })]);
}
