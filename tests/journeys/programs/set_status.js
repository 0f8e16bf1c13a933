// Approves, denies or cancels registrants of a meeting with Chilkat's Node.js library.
//
// The environment says where and what: DESK_HOST, DESK_PORT, DESK_TOKEN, MEETING_ID, OCCURRENCE_ID (may be missing),
// ACTION, and REGISTRANTS, a JSON list.
'use strict';
const { Http, HttpRequest } = require('@chilkat/ck-node21-linux64');

const { DESK_HOST, DESK_PORT, DESK_TOKEN, MEETING_ID, OCCURRENCE_ID, ACTION, REGISTRANTS } = process.env;

const request = new HttpRequest();
request.HttpVerb = 'PUT';
request.Path = `/v2/meetings/${MEETING_ID}/registrants/status`;
if (OCCURRENCE_ID) request.Path += `?occurrence_id=${OCCURRENCE_ID}`;
request.ContentType = 'multipart/form-data';
request.AddHeader('Authorization', `Bearer ${DESK_TOKEN}`);
request.AddParam('action', ACTION);
request.AddParam('registrants', REGISTRANTS);

const http = new Http();
const response = http.SynchronousRequest(DESK_HOST, Number(DESK_PORT), false, request);
if (http.LastMethodSuccess) {
  console.log(`status ${response.StatusCode}`);
  console.log(response.Header);
  console.log(response.BodyStr);
  process.exitCode = response.StatusCode === 204 ? 0 : 1;
} else {
  console.log(http.LastErrorText);
  process.exitCode = 2;
}
