#!/usr/bin/env python3
"""Writes the pushes of container images that the tests read: for each kind of push its PutImage events in every version of event, and what is
expected of them.

    python3 tests/data/pushes/make.py [folder]

`<version>/<kind>.jsonl` holds the events of one push, one a line, in the order in which they happened. `expected.csv` has a row for each kind and
repository. The manifests are what the tools write (members, order, white space); a digest is the SHA-256 of the manifest's bytes, as a registry
computes it. The same script gives the same bytes: nothing is random, and ids are hashes of what they stand for.
"""

import csv
import datetime
import hashlib
import json
import pathlib
import sys

ACCOUNT = "111122223333"
REGION = "eu-central-1"
# A Saturday, off hours at any hour. Each kind starts half an hour after the one before it.
START = datetime.datetime(2026, 11, 21, 9, 0, 0, tzinfo=datetime.timezone.utc)

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
OCI_EMPTY = "application/vnd.oci.empty.v1+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


def hexhash(text, length=64):
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def digest(manifest):
    return "sha256:" + hashlib.sha256(manifest.encode()).hexdigest()


def uuid(text):
    h = hexhash(text, 32)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:32]}"


# How the tools write JSON.
def docker_json(value):
    return json.dumps(value, indent=3)


def buildkit_json(value):
    return json.dumps(value, indent=2)


def compact_json(value):
    return json.dumps(value, separators=(",", ":"))


def blob(media_type, name, size):
    return {"mediaType": media_type, "digest": "sha256:" + hexhash(name), "size": size}


class Manifest:
    """The text of a manifest, and what an index says of it."""

    def __init__(self, value, write):
        self.text = write(value)
        self.media_type = value["mediaType"]
        self.digest = digest(self.text)
        self.size = len(self.text)

    def descriptor(self, **more):
        return {"mediaType": self.media_type, "digest": self.digest, "size": self.size, **more}


def image(name, write, media_type=OCI_MANIFEST, config=OCI_CONFIG, layer=OCI_LAYER, layers=2):
    value = {"schemaVersion": 2, "mediaType": media_type, "config": blob(config, name + " config", 2814)}
    value["layers"] = [blob(layer, f"{name} layer {n}", 3402542 + 7919 * n) for n in range(layers)]
    return Manifest(value, write)


def attestation(name):
    """What buildx pushes beside each image: provenance as in-toto statements."""
    layer = blob("application/vnd.in-toto+json", name + " provenance", 12034)
    layer["annotations"] = {"in-toto.io/predicate-type": "https://slsa.dev/provenance/v0.2"}
    return Manifest(
        {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": blob(OCI_CONFIG, name + " attestation", 167), "layers": [layer]},
        buildkit_json,
    )


def platform(architecture):
    return {"architecture": architecture, "os": "linux"}


def buildx_index(images, attestations=()):
    manifests = [image.descriptor(platform=platform(architecture)) for architecture, image in images.items()]
    for architecture, of in attestations:
        manifests.append(
            of.descriptor(
                annotations={
                    "vnd.docker.reference.digest": images[architecture].digest,
                    "vnd.docker.reference.type": "attestation-manifest",
                },
                platform={"architecture": "unknown", "os": "unknown"},
            )
        )
    return Manifest({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": manifests}, buildkit_json)


def index(images, write, media_type=OCI_INDEX):
    manifests = [image.descriptor(platform=platform(architecture)) for architecture, image in images.items()]
    return Manifest({"schemaVersion": 2, "mediaType": media_type, "manifests": manifests}, write)


def signature(name, of, write=compact_json):
    """What cosign pushes: an image of one layer, the signed statement."""
    layer = blob("application/vnd.dev.cosign.simplesigning.v1+json", name + " signed " + of.digest, 248)
    layer["annotations"] = {"dev.cosignproject.cosign/signature": "MEUCIQD" + hexhash(name, 40) + "=="}
    return Manifest(
        {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": blob(OCI_CONFIG, name + " signature", 233), "layers": [layer]}, write
    )


def referrer(name, of):
    """What actions/attest pushes: a manifest that names its subject."""
    return Manifest(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "artifactType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "config": {"mediaType": OCI_EMPTY, "digest": digest("{}"), "size": 2},
            "layers": [blob("application/vnd.dev.sigstore.bundle.v0.3+json", name + " bundle", 11287)],
            "subject": of.descriptor(),
            "annotations": {"dev.sigstore.bundle.predicateType": "https://slsa.dev/provenance/v1"},
        },
        compact_json,
    )


def sbom(name):
    return Manifest(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": blob(OCI_CONFIG, name + " sbom config", 244),
            "layers": [blob("text/spdx+json", name + " sbom", 8123)],
        },
        compact_json,
    )


# Who pushes.
class Actor:
    def __init__(self, kind, arn, principal, name=None, role=None, role_path="", federation=None, ec2=None, mfa=False):
        self.type, self.arn, self.principal, self.name = kind, arn, principal, name
        self.role, self.role_arn, self.federation, self.ec2, self.mfa = role, None, federation, ec2, mfa
        if role:
            self.role_arn = f"arn:aws:iam::{ACCOUNT}:role/{role_path}{role}"


def session(role, name, **more):
    principal = "AROA" + hexhash(role, 17).upper()
    return Actor("AssumedRole", f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{name}", f"{principal}:{name}", role=role, **more)


def iam_user(name):
    return Actor("IAMUser", f"arn:aws:iam::{ACCOUNT}:user/{name}", "AIDA" + hexhash(name, 17).upper(), name=name)


GITHUB = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
EKS = f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.eks.{REGION}.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"

JANE = session("AWSReservedSSO_Developer_0123456789abcdef", "jane.doe@example.com", role_path=f"aws-reserved/sso.amazonaws.com/{REGION}/")
PUSH = session("GitHubActionsPush", "GitHubActions", federation=GITHUB)
BUILDER = session("image-builder", "1795251600123456789", federation=EKS)
CODEBUILD = session("codebuild-images", "AWSCodeBuild-4f2c8a1e-07d2-4f6f-9d58-2a54c1b3e9aa")
RELEASE = iam_user("release-bot")

INTERNAL = "AWS Internal"
CLI = ("203.0.113.24", "aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/command#ecr.put-image")


class Push:
    """A sequence of PutImage calls by one actor."""

    def __init__(self, kind, actor, repository, source=(INTERNAL, INTERNAL)):
        self.kind, self.actor, self.repository, self.source = kind, actor, repository, source
        self.calls = []
        self.expected = {}

    def put(self, second, manifest, tag=None, repository=None, error=None, by_digest=False):
        self.calls.append((second, repository or self.repository, manifest, tag, error, by_digest))
        return self

    def expect(self, uploads, images, repository=None):
        repository = repository or self.repository
        count = sum(call[1] == repository for call in self.calls)
        self.expected[repository] = (uploads, images, count)
        return self


def pushes():
    def docker(name):
        return image(name, docker_json, DOCKER_MANIFEST, DOCKER_CONFIG, DOCKER_LAYER, layers=3)

    def built(name):
        return image(name, buildkit_json)

    one = docker("docker one tag")
    yield Push("docker_one_tag", JANE, "web/storefront").put(0, one, "dev-2").expect(1, 1)

    three = docker("docker three tags")
    push = Push("docker_three_tags", JANE, "web/checkout")
    for second, tag in [(0, "1.8.0"), (2, "1.8"), (4, "latest")]:
        push.put(second, three, tag)
    yield push.expect(1, 1)

    one = built("buildx one platform")
    proof = attestation("buildx one platform")
    whole = buildx_index({"amd64": one}, [("amd64", proof)])
    yield Push("buildx_one_platform", PUSH, "payments/ledger").put(0, one).put(1, proof).put(1, whole, "main").expect(1, 1)

    both = {name: built("buildx two platforms " + name) for name in ("amd64", "arm64")}
    proofs = [(name, attestation("buildx two platforms " + name)) for name in both]
    whole = buildx_index(both, proofs)
    push = Push("buildx_two_platforms_three_tags", PUSH, "payments/gateway")
    push.put(0, both["amd64"]).put(0, proofs[0][1]).put(1, both["arm64"]).put(1, proofs[1][1])
    for second, tag in [(2, "2.4.1"), (3, "2.4"), (4, "latest")]:
        push.put(second, whole, tag)
    yield push.expect(1, 1)

    both = {name: built("buildx without provenance " + name) for name in ("amd64", "arm64")}
    push = Push("buildx_without_provenance", PUSH, "payments/refunds")
    yield push.put(0, both["amd64"]).put(1, both["arm64"]).put(2, buildx_index(both), "nightly").expect(1, 1)

    # The build's cache is a manifest of its own: no image, but no index lists it either.
    one = built("buildx cache")
    proof = attestation("buildx cache")
    push = Push("buildx_registry_cache", PUSH, "payments/fraud").put(0, one).put(0, proof)
    push.put(1, buildx_index({"amd64": one}, [("amd64", proof)]), "main")
    cache = image("cache", buildkit_json, config="application/vnd.buildkit.cacheconfig.v0", layers=4)
    yield push.put(9, cache, "buildcache").expect(1, 2)

    # In any order, all at once, but the index after what it lists.
    both = {name: built("containerd " + name) for name in ("amd64", "arm64")}
    proofs = [(name, attestation("containerd " + name)) for name in both]
    push = Push("containerd_store", JANE, "tools/report-worker")
    push.put(0, proofs[1][1]).put(0, both["arm64"]).put(0, both["amd64"]).put(0, proofs[0][1])
    yield push.put(0, buildx_index(both, proofs), "2026-11-21").expect(1, 1)

    # A layer's cache goes to a repository of its own while the build runs. The first try of the image fails.
    push = Push("kaniko", BUILDER, "data/ingest")
    for second, step in [(0, "apt"), (45, "pip")]:
        cached = image("kaniko cache " + step, compact_json, DOCKER_MANIFEST, DOCKER_CONFIG, DOCKER_LAYER, layers=1)
        push.put(second, cached, hexhash("kaniko cache key " + step), repository="data/ingest/cache")
    built_image = image("kaniko", compact_json, DOCKER_MANIFEST, DOCKER_CONFIG, DOCKER_LAYER)
    push.put(131, built_image, "5b1f20c", error=("ServerException", "Service Unavailable. Please try again later."))
    push.put(132, built_image, "5b1f20c").put(134, built_image, "latest")
    yield push.expect(1, 1).expect(1, 2, "data/ingest/cache")

    both = {name: image("crane " + name, docker_json, DOCKER_MANIFEST, DOCKER_CONFIG, DOCKER_LAYER) for name in ("amd64", "arm64", "s390x")}
    push = Push("crane_copy", RELEASE, "mirror/nginx")
    for second, name in [(0, "arm64"), (0, "s390x"), (1, "amd64")]:
        push.put(second, both[name])
    yield push.put(2, index(both, docker_json, DOCKER_LIST), "1.29.3").expect(1, 1)

    both = {name: image("ko " + name, compact_json) for name in ("amd64", "arm64")}
    whole = index(both, compact_json)
    push = Push("ko", CODEBUILD, "platform/operator").put(0, both["amd64"]).put(0, both["arm64"])
    yield push.put(1, whole, "v0.14.0").put(2, whole, "latest").expect(1, 1)

    # A bill of materials for each image and the index, each an image with a tag of its own.
    both = {name: image("ko with sbom " + name, compact_json) for name in ("amd64", "arm64")}
    whole = index(both, compact_json)
    push = Push("ko_with_sbom", CODEBUILD, "platform/scheduler")
    for of in (both["amd64"], both["arm64"], whole):
        push.put(0, sbom("ko " + of.digest), of.digest.replace(":", "-") + ".sbom")
    yield push.put(1, both["amd64"]).put(1, both["arm64"]).put(2, whole, "latest").expect(1, 4)

    # Each platform is built by a job of its own, minutes apart; the index comes from `docker buildx imagetools create`.
    both = {name: built("matrix " + name) for name in ("amd64", "arm64")}
    push = Push("matrix_build", PUSH, "search/indexer").put(0, both["amd64"], by_digest=True)
    yield push.put(560, both["arm64"], by_digest=True).put(672, buildx_index(both), "edge").expect(1, 1)

    # With provenance each job pushes an index of its own, which the last one does not list: too many images, never too few.
    both = {name: built("matrix with provenance " + name) for name in ("amd64", "arm64")}
    proofs = [(name, attestation("matrix with provenance " + name)) for name in both]
    push = Push("matrix_build_with_provenance", PUSH, "search/query")
    for second, (name, proof) in zip((0, 560), proofs):
        push.put(second, both[name]).put(second, proof).put(second + 1, buildx_index({name: both[name]}, [(name, proof)]), by_digest=True)
    yield push.put(672, buildx_index(both, proofs), "edge").expect(1, 3)

    retagged = docker("put-image")
    yield Push("put_image_retag", RELEASE, "web/landing", CLI).put(0, retagged, "stable").expect(1, 1)

    # The same digest under the same tag once more: there is nothing to do, and ECR says so as an error.
    error = ("ImageAlreadyExistsException", f"Image with digest '{retagged.digest}' and tag 'stable' already exists in the repository "
             f"with name 'web/mirror' in registry with id '{ACCOUNT}'")
    yield Push("put_image_again", RELEASE, "web/mirror", CLI).put(0, retagged, "stable", error=error).expect(1, 0)

    one = built("cosign")
    proof = attestation("cosign")
    whole = buildx_index({"amd64": one}, [("amd64", proof)])
    push = Push("cosign", PUSH, "identity/login").put(0, one).put(0, proof).put(1, whole, "3.0.2")
    yield push.put(7, signature("cosign", whole), whole.digest.replace(":", "-") + ".sig").expect(1, 2)

    one = built("actions attest")
    proof = attestation("actions attest")
    whole = buildx_index({"amd64": one}, [("amd64", proof)])
    push = Push("actions_attest", PUSH, "identity/token").put(0, one).put(0, proof).put(1, whole, "3.0.2")
    yield push.put(12, referrer("actions attest", whole), by_digest=True).expect(1, 2)

    # Two pushes of one evening: more than a quarter of an hour lies between them.
    first, second = docker("first of two"), docker("second of two")
    yield Push("docker_twice", JANE, "web/admin").put(0, first, "try-1").put(901, second, "try-2").expect(2, 2)

    # ... and exactly a quarter of an hour.
    yield Push("docker_twice_in_a_quarter", JANE, "web/intranet").put(0, first, "try-1").put(900, second, "try-2").expect(1, 2)


# The events.
def cloudtrail(push, at, call, number):
    _, repository, manifest, tag, error, by_digest = call
    actor = push.actor
    seed = f"{push.kind} {number}"
    identity = {"type": actor.type, "principalId": actor.principal, "arn": actor.arn, "accountId": ACCOUNT}
    identity["accessKeyId"] = ("ASIA" if actor.role else "AKIA") + hexhash(actor.arn, 12).upper() + "EXMP"
    if actor.name:
        identity["userName"] = actor.name
    if actor.role:
        identity["sessionContext"] = {
            "sessionIssuer": {
                "type": "Role",
                "principalId": actor.principal.split(":")[0],
                "arn": actor.role_arn,
                "accountId": ACCOUNT,
                "userName": actor.role,
            },
            "webIdFederationData": {"federatedProvider": actor.federation, "attributes": {}} if actor.federation else {},
            "attributes": {"creationDate": (at - datetime.timedelta(minutes=4)).strftime("%Y-%m-%dT%H:%M:%SZ"), "mfaAuthenticated": "false"},
        }
    address, agent = push.source
    if address == INTERNAL:
        identity["invokedBy"] = INTERNAL
    request = {"registryId": ACCOUNT, "repositoryName": repository, "imageManifest": manifest.text}
    request["imageManifestMediaType"] = manifest.media_type
    if tag:
        request["imageTag"] = tag
    if by_digest:
        request["imageDigest"] = manifest.digest
    response = None
    if not error:
        image_id = {"imageDigest": manifest.digest}
        if tag:
            image_id["imageTag"] = tag
        response = {
            "image": {
                "registryId": ACCOUNT,
                "repositoryName": repository,
                "imageId": image_id,
                "imageManifest": manifest.text,
                "imageManifestMediaType": manifest.media_type,
            }
        }
    event = {
        "eventVersion": "1.11",
        "userIdentity": identity,
        "eventTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": "ecr.amazonaws.com",
        "eventName": "PutImage",
        "awsRegion": REGION,
        "sourceIPAddress": address,
        "userAgent": agent,
    }
    if error:
        event["errorCode"], event["errorMessage"] = error
    event |= {
        "requestParameters": request,
        "responseElements": response,
        "requestID": uuid(seed + " request"),
        "eventID": uuid(seed + " event"),
        "readOnly": False,
        "resources": [{"accountId": ACCOUNT, "ARN": f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{repository}"}],
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    }
    return event


def flattened(value, path, into):
    """As the first version of Security Lake's source keeps what it has no place for: dotted paths, all values text."""
    for key, member in value.items():
        at = f"{path}.{key}"
        if isinstance(member, dict):
            flattened(member, at, into)
        elif member is not None:
            into[at] = member if isinstance(member, str) else json.dumps(member)
    return into


def ocsf(event, version):
    first = version == "1.0.0-rc.2"
    identity = event["userIdentity"]
    context = identity.get("sessionContext", {})
    at = datetime.datetime.fromisoformat(event["eventTime"].replace("Z", "+00:00"))
    created = datetime.datetime.fromisoformat(context["attributes"]["creationDate"].replace("Z", "+00:00")) if context else None

    user = {"type": identity["type"], "credential_uid": identity["accessKeyId"]}
    if first:
        user |= {"account_uid": ACCOUNT, "uid": identity["principalId"], "uuid": identity["arn"]}
    else:
        user |= {"account": {"uid": ACCOUNT}, "uid": identity["arn"], "uid_alt": identity["principalId"]}
    if "userName" in identity:
        user["name"] = identity["userName"]
    actor = {"user": user}
    if context:
        issuer = context["sessionIssuer"]["arn"]
        if first:
            actor["session"] = {"created_time": int(created.timestamp()) * 1000, "issuer": issuer, "mfa": False}
        else:
            actor["session"] = {"created_time_dt": context["attributes"]["creationDate"], "is_mfa": False, "issuer": issuer}
    if "invokedBy" in identity:
        actor["invoked_by"] = identity["invokedBy"]

    unmapped = {"managementEvent": "true", "readOnly": "false"}
    if version != "1.5.0":
        unmapped["recipientAccountId"] = event["recipientAccountId"]
    for part in ("sessionIssuer", "webIdFederationData"):
        if part in context:
            rest = {key: value for key, value in context[part].items() if key != "arn"}
            flattened(rest, f"userIdentity.sessionContext.{part}", unmapped)
    request, response = {"uid": event["requestID"]}, {}
    if first:
        unmapped["eventType"] = event["eventType"]
        flattened(event["requestParameters"], "requestParameters", unmapped)
        flattened(event["responseElements"] or {}, "responseElements", unmapped)
    else:
        request["data"] = compact_json(event["requestParameters"])
        if event["responseElements"]:
            response["data"] = compact_json(event["responseElements"])
    if "errorCode" in event:
        response |= {"error": event["errorCode"], "message": event["errorMessage"]}

    address = event["sourceIPAddress"]
    resource = {"uid": event["resources"][0]["ARN"]}
    resource |= {"account_uid": ACCOUNT} if first else {"owner": {"account": {"uid": ACCOUNT}}}
    cloud = {"provider": "AWS", "region": event["awsRegion"]}
    if version == "1.5.0":
        cloud["account"] = {"uid": event["recipientAccountId"]}
    product = {"feature": {"name": event["eventCategory"]}, "name": "CloudTrail", "vendor_name": "AWS", "version": event["eventVersion"]}
    metadata = {"product": product, "profiles": ["cloud"] if first else ["cloud", "datetime"], "uid": event["eventID"], "version": version}
    if not first:
        metadata["event_code"] = event["eventType"]
    class_uid, category_uid, category = (3005, 3, "Audit Activity") if first else (6003, 6, "Application Activity")
    result = {
        "activity_id": 3,
        "activity_name": "Update",
        "actor": actor,
        "api": {"operation": event["eventName"], "request": request, "response": response, "service": {"name": event["eventSource"]}},
        "category_name": category,
        "category_uid": category_uid,
        "class_name": "API Activity",
        "class_uid": class_uid,
        "cloud": cloud,
        "http_request": {"user_agent": event["userAgent"]},
        "metadata": metadata,
        "resources": [resource],
        "severity": "Informational",
        "severity_id": 1,
        "src_endpoint": {"domain" if address == INTERNAL else "ip": address},
        "status": "Failure" if "errorCode" in event else "Success",
        "time": int(at.timestamp()) * 1000,
        "type_name": "API Activity: Update",
        "type_uid": class_uid * 100 + 3,
        "unmapped": unmapped,
    }
    if first:
        result["status_id"] = 2 if "errorCode" in event else 1
    else:
        result["time_dt"] = event["eventTime"]
    return result


VERSIONS = {
    "cloudtrail": lambda event: event,
    "ocsf_1.0.0-rc.2": lambda event: ocsf(event, "1.0.0-rc.2"),
    "ocsf_1.1.0": lambda event: ocsf(event, "1.1.0"),
    "ocsf_1.5.0": lambda event: ocsf(event, "1.5.0"),
}


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    rows = []
    for place, push in enumerate(pushes()):
        begin = START + place * datetime.timedelta(minutes=30)
        events = [cloudtrail(push, begin + datetime.timedelta(seconds=call[0]), call, number) for number, call in enumerate(push.calls)]
        for version, convert in VERSIONS.items():
            (folder / version).mkdir(parents=True, exist_ok=True)
            lines = "".join(compact_json(convert(event)) + "\n" for event in events)
            (folder / version / (push.kind + ".jsonl")).write_text(lines)
        for repository, (uploads, images, count) in sorted(push.expected.items()):
            rows.append([push.kind, repository, uploads, images, count])
    with open(folder / "expected.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["kind", "image_repository", "uploads", "images", "count"])
        writer.writerows(rows)


main()
