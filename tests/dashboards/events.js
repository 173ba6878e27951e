// Thirty days of image uploads at a company with offices in Berlin, New York, Tokyo and Tel Aviv, pipelines that push at any hour, and one account that
// should not be pushing at night. The same events every time.
'use strict';

let seed = 20261125;
function random() {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 4294967296;
}
const pick = (list) => list[Math.floor(random() * list.length)];

const until = Date.UTC(2026, 10, 25);
const day = 86400000;

// Working hours in hours of UTC; `late` is the share of days with an upload in the evening, `weekend` on days off.
const people = [
  {name: 'anna.keller@example.com', role: 'dev-emea', account: '111111111111', region: 'eu-central-1', from: 8, to: 17, late: 0.25, weekend: 0.05, images: ['web/shop', 'web/search']},
  {name: 'jonas.brandt@example.com', role: 'dev-emea', account: '111111111111', region: 'eu-central-1', from: 8, to: 18, late: 0.1, weekend: 0.1, images: ['web/shop', 'data/import']},
  {name: 'maria.lopez@example.com', role: 'dev-us', account: '222222222222', region: 'us-east-1', from: 14, to: 23, late: 0.2, weekend: 0.04, images: ['payments/api', 'payments/ledger']},
  {name: 'kenji.sato@example.com', role: 'dev-apac', account: '333333333333', region: 'ap-northeast-1', from: 0, to: 9, late: 0.12, weekend: 0.03, images: ['mobile/push', 'mobile/gateway']},
  {name: 'noa.levi@example.com', role: 'dev-il', account: '111111111111', region: 'eu-central-1', from: 7, to: 15, late: 0.1, weekend: 0.02, images: ['security/scanner']},
];

function event({time, name, role, account, region, image, tag, failed}) {
  const id = `${time}-${name}`;
  return JSON.stringify({
    metadata: {product: {version: '1.08', name: 'CloudTrail', vendor_name: 'AWS', feature: {name: 'Management'}}, uid: id, profiles: ['cloud'], version: '1.1.0'},
    time, class_name: 'API Activity', class_uid: 6003, category_uid: 6, activity_name: 'Update', activity_id: 3, type_uid: 600303,
    cloud: {region, provider: 'AWS'},
    api: {
      operation: 'PutImage', service: {name: 'ecr.amazonaws.com'},
      request: {uid: id, data: JSON.stringify({registryId: account, repositoryName: image, imageTag: tag})},
      response: failed ? {error: 'ImageTagAlreadyExistsException'}
        : {data: JSON.stringify({image: {imageId: {imageDigest: `sha256:${Buffer.from(id).toString('hex').padEnd(64, '0').slice(0, 64)}`}}})},
    },
    actor: {user: {type: 'AssumedRole', uid: `arn:aws:sts::${account}:assumed-role/${role}/${name}`, uid_alt: `AROAEXAMPLE:${name}`, account: {uid: account}},
      session: {issuer: `arn:aws:iam::${account}:role/${role}`}},
    src_endpoint: {domain: 'AWS Internal'}, http_request: {user_agent: 'AWS Internal'}, status: failed ? 'Failure' : 'Success', severity_id: 1,
  });
}

function make() {
  const rows = [];
  const add = (upload) => rows.push({_time: String(upload.time / 1000), _raw: event(upload), sourcetype: 'aws:asl'});
  for (let date = until - 30 * day; date < until; date += day) {
    const weekend = [0, 6].includes(new Date(date).getUTCDay());
    for (const person of people) {
      const at = (hour) => date + Math.floor((hour + random()) * 3600) * 1000;
      const upload = (time) => add({...person, time, image: pick(person.images), tag: `v${1 + Math.floor(random() * 40)}`, failed: random() < 0.06});
      if (!weekend) for (let n = Math.floor(random() * 4); n > 0; --n) upload(at(person.from + Math.floor(random() * (person.to - person.from))));
      if (random() < (weekend ? person.weekend : person.late)) upload(at(person.to + 2 + Math.floor(random() * 4)));
    }
    for (let hour = 1; hour < 24; hour += 5) {
      const robot = {name: 'github-actions', role: 'ci-deploy', account: '111111111111', region: 'eu-central-1'};
      if (random() < 0.5) add({...robot, time: date + hour * 3600000 + Math.floor(random() * 1800) * 1000, image: pick(['web/shop', 'payments/api']), tag: 'nightly'});
    }
  }
  // Sunday, three in the morning in Berlin.
  for (const minute of [4, 5, 9, 31]) {
    add({name: 'svc-legacy', role: 'admin-breakglass', account: '222222222222', region: 'us-east-1', time: Date.UTC(2026, 10, 22, 2, minute, 17), image: 'payments/api', tag: 'latest', failed: minute === 4});
  }
  // One that Splunk cut in the middle of the request.
  const cut = rows.at(-5);
  cut._raw = cut._raw.slice(0, cut._raw.indexOf('imageTag'));
  return rows.sort((a, b) => Number(a._time) - Number(b._time));
}

module.exports = {make, until: until / 1000};
