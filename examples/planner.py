#!/usr/bin/env python3
"""Asks Recoil.Bus for one shot and waits until it is accepted or needs a person.

Shows all that a program in another language has to do: publish MassTransit's JSON envelope with the broker's
confirmation, and listen on a queue of its own. contracts/README.md describes the messages. Needs pika 1.2 or later
(Debian: python3-pika).
"""

import argparse
import json
import logging
import os
import re
import sys
import time
import uuid
from datetime import datetime, timezone

import pika
import pika.exceptions

REQUESTED = "Recoil.Contracts:ShotRequested"
COMPLETED = "Recoil.Contracts:ShotCompleted"
CONTENT_TYPE = "application/vnd.masstransit+json"

ACCEPTED, NOT_HEARD_OF, USAGE, NEEDS_REVIEW = 0, 1, 2, 3


class PlannerError(Exception):
    """One line for the person at the keyboard."""


def arguments():
    parser = argparse.ArgumentParser(
        description="Asks Recoil.Bus for one shot and waits until it is accepted or needs a person.",
        epilog="Exit codes: 0 the shot was accepted, 3 a person must look at it, 1 neither was heard within the time limit, "
               "2 the broker or an argument is wrong.")
    parser.add_argument("prompt", help="what should be seen")
    parser.add_argument("--broker", metavar="URL", default=os.environ.get("RECOIL_BROKER"),
                        help="amqp://user:password@host:port/vhost; default: the environment's RECOIL_BROKER")
    parser.add_argument("--project", default="example", help="default: %(default)s")
    parser.add_argument("--run-id", default="", help="the run that pays for the shot; default: none")
    parser.add_argument("--shot-id", default=f"shot-{uuid.uuid4().hex[:8]}",
                        help="the same project, run and shot again are the same shot; default: a new one")
    parser.add_argument("--model", default="animatic-keyframe", help="default: %(default)s")
    parser.add_argument("--cap", type=float, default=1.0, metavar="DOLLARS", help="the most it may cost; default: %(default)s")
    parser.add_argument("--provider-option", action="append", default=[], type=name_and_value, metavar="NAME=VALUE",
                        help="a setting that only the provider understands; may be repeated")
    parser.add_argument("--traceparent", type=traceparent, default=os.environ.get("TRACEPARENT"),
                        help="W3C trace context that the shot's trace hangs on; default: the environment's TRACEPARENT")
    parser.add_argument("--timeout", type=float, default=300.0, metavar="SECONDS", help="default: %(default)s")
    chosen = parser.parse_args()
    if not chosen.broker:
        parser.error("no broker: give --broker URL or set RECOIL_BROKER")
    return chosen


def name_and_value(text):
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def traceparent(text):
    if not re.fullmatch(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no W3C traceparent")
    return text


def connect(url):
    # The URL is never shown: it holds the password.
    if not re.match(r"amqps?://[^/]", url):
        raise PlannerError("the broker's address is not understood. Give amqp://user:password@host:port/vhost.")
    try:
        # Without a virtual host in the address, pika wants to see at least the slash.
        return pika.BlockingConnection(pika.URLParameters(url if url.count("/") > 2 else url + "/"))
    except (pika.exceptions.AMQPError, OSError, ValueError) as error:
        raise PlannerError(f"cannot connect to the broker: {reason(error)}. Give amqp://user:password@host:port/vhost.") from error


def reason(error):
    """What pika knows; its connection errors are often lists of others."""
    inner = error.args[0] if error.args else None
    if isinstance(inner, Exception):
        return reason(inner)
    inner = getattr(error, "exception", None) or getattr(getattr(error, "exceptions", [None])[0], "exception", None)
    text = str(inner if isinstance(inner, Exception) else error).splitlines()
    return text[0] if text else type(error).__name__


def listen(connection):
    """A queue of our own, gone with the connection, that hears every accepted shot and every one that needs a person."""
    channel = connection.channel()
    try:
        channel.exchange_declare(COMPLETED, passive=True)
    except pika.exceptions.ChannelClosedByBroker as closed:
        raise PlannerError(f"there is no exchange {COMPLETED}: start the services once, they declare it") from closed
    queue = channel.queue_declare("", exclusive=True).method.queue
    for key in ("*.ok", "*.needs_review"):
        channel.queue_bind(queue, COMPLETED, routing_key=key)
    return channel, queue


def envelope(shot, trace):
    message_id = str(uuid.uuid4())
    return message_id, {
        "messageId": message_id,
        "conversationId": message_id,
        "messageType": ["urn:message:" + REQUESTED],
        "sentTime": datetime.now(timezone.utc).isoformat(),
        "headers": {"traceparent": trace} if trace else {},
        "message": shot,
    }


def publish(connection, shot, trace):
    """Returns when the broker has the message on disk; a message that would reach nobody comes back as an error."""
    channel = connection.channel()
    try:
        channel.exchange_declare(REQUESTED, passive=True)
        channel.confirm_delivery()
        message_id, body = envelope(shot, trace)
        channel.basic_publish(
            exchange=REQUESTED,
            routing_key="",
            body=json.dumps(body).encode("utf-8"),
            properties=pika.BasicProperties(
                content_type=CONTENT_TYPE,
                delivery_mode=2,
                message_id=message_id,
                headers={"traceparent": trace} if trace else None),
            mandatory=True)
    except pika.exceptions.ChannelClosedByBroker as closed:
        raise PlannerError(f"there is no exchange {REQUESTED}: start the services once, they declare it") from closed
    except (pika.exceptions.UnroutableError, pika.exceptions.NackError) as refused:
        raise PlannerError(f"nobody takes shots here: the broker did not accept the message ({type(refused).__name__})") from refused


def wait(channel, queue, shot, seconds):
    """The end of our shot, or None. Others' ends come by as well."""
    deadline = time.monotonic() + seconds
    ours = tuple(shot[field] for field in ("project", "runId", "shotId"))
    try:
        while (left := deadline - time.monotonic()) > 0:
            for delivery, _, body in channel.consume(queue, auto_ack=True, inactivity_timeout=left):
                if delivery is None:
                    break
                end = json.loads(body)["message"]
                if (end["project"], end.get("runId", ""), end["shotId"]) == ours:
                    return end
                print(f"{end['project']}/{end['shotId']} ended {end['status']}", file=sys.stderr)
                if time.monotonic() > deadline:
                    break
    except (pika.exceptions.AMQPError, OSError) as broken:
        raise PlannerError(f"the connection broke while waiting: {reason(broken)}. The shot goes on; ask for it again to hear its end") from broken
    return None


def main():
    # What goes wrong is told below, in one line.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    chosen = arguments()
    shot = {
        "project": chosen.project,
        "runId": chosen.run_id,
        "shotId": chosen.shot_id,
        "prompt": chosen.prompt,
        "model": chosen.model,
        "episodeCap": chosen.cap,
    }
    if chosen.provider_option:
        shot["providerOptions"] = dict(chosen.provider_option)

    connection = connect(chosen.broker)
    try:
        channel, queue = listen(connection)
        publish(connection, shot, chosen.traceparent)
        print(f"{chosen.project}/{chosen.shot_id} is asked for", file=sys.stderr)
        end = wait(channel, queue, shot, chosen.timeout)
    finally:
        if connection.is_open:
            connection.close()

    if end is None:
        print(f"planner: {chosen.project}/{chosen.shot_id} was neither accepted nor given to a person within {chosen.timeout:g} s. "
              "If it was refused, it is in the queue shots_error and the log of the shots service says why.", file=sys.stderr)
        return NOT_HEARD_OF
    print(json.dumps(end, indent=2, ensure_ascii=False))
    return ACCEPTED if end["status"] == "ok" else NEEDS_REVIEW


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PlannerError as error:
        print(f"planner: {error}", file=sys.stderr)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.exit(130)
