#!/usr/bin/env python3
"""A reference logger that needs nothing but Python 3.8: no package, no MQTT library.

Reads one reading a line (JSON) from standard input, keeps it on the disk, sends it by MQTT 3.1.1 at QoS 1, and forgets it
when the platform's receipt says that it is stored. A PUBACK is not enough: it says only that the broker has the message, and
a broker that loses its power loses what it holds.

Prints one JSON object a line: {"kept":[...]} numbers that are on the disk, {"published":[...]} numbers that the broker has,
{"held":n} readings not yet confirmed. Ends when its input has ended and nothing is held.

    sensor | python3 logger.py --mqtt 127.0.0.1:1883 --city qingyuan --station S1 --buffer /var/lib/logger/buffer.jsonl
"""
import argparse
import json
import os
import select
import socket
import ssl
import struct
import sys
import time
from collections import deque

AT_ONCE = 100          # readings in one message (the platform takes 500)
PATIENCE_S = 2         # a missing number is not sent again sooner: the message may still be on its way
COMPACT_LINES = 1000   # the file is written anew when it has so many lines, most of readings that are gone
KEEPALIVE_S = 30       # without a word for so long we ask the broker whether it is there, after twice as long we hang up
# MQTT 3.1.1 section 3.2.2.3.
REFUSED = {2: "it does not like the client id", 3: "it is not available for now", 4: "wrong user name or password",
           5: "wrong user name or password, or none"}


def say(event):
    sys.stdout.write(json.dumps(event, separators=(",", ":")) + "\n")
    sys.stdout.flush()


class DiskBuffer:
    """Readings that the platform has not confirmed, in a file that is only appended to, one JSON object a line:

    {"seq":12,"reading":{...}} a reading; {"gone":[[1,12]]} confirmed ones; {"next":13} the next number, when the file was
    written anew. The numbers go on after a restart because the file does.
    """

    def __init__(self, path):
        self.path = path
        self.readings = {}      # seq -> reading, ascending
        self.waiting = deque()  # numbers to send
        self.sent = {}          # number -> when, in the order of sending; a number is in one of the two
        self.tried = set()      # sent by this process; of others no receipt is believed: after a loss of the file it may
        self.next = 1           # speak of older numbers
        self.lines = 0
        if os.path.exists(path):
            self._load()
        self.file = open(path, "ab")

    def add(self, readings):
        """On the disk when it returns; the result is their numbers."""
        numbers = []
        for reading in readings:
            seq, self.next = self.next, self.next + 1
            self.readings[seq] = reading
            self.waiting.append(seq)
            self._append({"seq": seq, "reading": reading})
            numbers.append(seq)
        self._flush(sync=True)
        return numbers

    def take(self, limit, now, resend_s):
        """The next ones to send; what was sent longer than resend_s ago and is still here comes again."""
        for seq, sent_at in list(self.sent.items()):
            if now - sent_at < resend_s:
                break
            del self.sent[seq]
            self.waiting.append(seq)
        taken = []
        while self.waiting and len(taken) < limit:
            seq = self.waiting.popleft()
            if seq in self.readings:
                self.sent[seq] = now
                self.tried.add(seq)
                taken.append(seq)
        return taken

    def not_sent(self, numbers):
        """The connection broke before the broker had them: they are the next."""
        for seq in reversed(numbers):
            if self.sent.pop(seq, None) is not None:
                self.waiting.appendleft(seq)

    def stored(self, first, last):
        """{"stored":n,"from":m}: everything from m to n has arrived."""
        self._forget(first, last, lambda seq: True)

    def missing(self, ranges, first, last, now):
        """{"missing":[[a,b]],"upTo":h,"from":m}: everything from m to h has arrived but these, which are sent again."""
        def is_missing(seq):
            return any(a <= seq <= b for a, b in ranges)
        self._forget(first, last, lambda seq: not is_missing(seq))
        again = [seq for seq, at in self.sent.items() if is_missing(seq) and now - at >= PATIENCE_S]
        self.not_sent(again)

    def _forget(self, first, last, which):
        numbers = []
        for seq in self.readings:
            if seq > last:
                break
            if seq >= first and seq in self.tried and which(seq):
                numbers.append(seq)
        gone = []
        for seq in numbers:
            del self.readings[seq]
            self.tried.discard(seq)
            self.sent.pop(seq, None)
            if gone and gone[-1][1] == seq - 1:
                gone[-1][1] = seq
            else:
                gone.append([seq, seq])
        if gone:
            # Not waited for: if this line is lost, some readings are sent once more, which does no harm.
            self._append({"gone": gone})
            self._flush(sync=False)
        if self.lines > COMPACT_LINES and self.lines > 2 * len(self.readings):
            self._compact()

    def _append(self, line):
        self.file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        self.lines += 1

    def _flush(self, sync):
        self.file.flush()
        if sync:
            os.fsync(self.file.fileno())

    def _load(self):
        with open(self.path, "rb") as file:
            data = file.read()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            # A power cut may leave half a line at the end: its reading was never confirmed to whoever gave it.
            os.truncate(self.path, whole)
        for text in data[:whole].splitlines():
            line = json.loads(text)
            self.lines += 1
            self.next = line.get("next", self.next)
            if "seq" in line:
                self.readings[line["seq"]] = line["reading"]
                self.next = line["seq"] + 1
            for a, b in line.get("gone", []):
                for seq in range(a, b + 1):
                    self.readings.pop(seq, None)
        self.waiting.extend(self.readings)

    def _compact(self):
        """Written beside and then put in its place, so that there is a whole file at every moment."""
        self.file.close()
        self.file = open(self.path + ".new", "wb")
        self.lines = 0
        for seq, reading in self.readings.items():
            self._append({"seq": seq, "reading": reading})
        self._append({"next": self.next})
        self._flush(sync=True)
        os.replace(self.path + ".new", self.path)


def field(data):
    """MQTT 3.1.1 section 1.5.3: two bytes of length, then the bytes."""
    data = data.encode() if isinstance(data, str) else data
    return struct.pack("!H", len(data)) + data


def packet(first_byte, body):
    """Section 2.2: a type with flags, and the remaining length seven bits at a time."""
    length, encoded = len(body), bytearray()
    while True:
        encoded.append(length % 128 | (128 if length > 127 else 0))
        length //= 128
        if length == 0:
            return bytes([first_byte]) + bytes(encoded) + body


class Mqtt:
    """As much of MQTT 3.1.1 as a logger needs: CONNECT with a will, SUBSCRIBE, PUBLISH and PUBACK, PINGREQ."""

    def __init__(self, address, client_id, will, username=None, password=None, tls=None):
        self.socket = socket.create_connection(address, timeout=10)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_hostname=address[0])
        self.received = bytearray()
        self.heard_at = self.asked_at = time.monotonic()
        self.identifier = 0
        # Section 3.1.2.3: clean session; will, at QoS 1, retained; user name and password when there are any.
        flags = 0x02 | 0x04 | 0x08 | 0x20
        payload = field(client_id) + field(will[0]) + field(will[1])
        if username is not None:
            flags |= 0x80
            payload += field(username)
            if password is not None:
                flags |= 0x40
                payload += field(password)
        header = field("MQTT") + bytes([4, flags]) + struct.pack("!H", 2 * KEEPALIVE_S)
        self.socket.sendall(packet(0x10, header + payload))
        kind, body = self._wait_for_packet()
        if kind >> 4 != 2 or body[1] != 0:
            code = body[1] if len(body) > 1 else -1
            raise ConnectionError("the broker refused the connection: %s" % REFUSED.get(code, "return code %d" % code))

    def subscribe(self, topic):
        self.socket.sendall(packet(0x82, struct.pack("!H", self._next_identifier()) + field(topic) + b"\x01"))

    def publish(self, topic, payload, retain=False):
        """At QoS 1; the result is the identifier that the PUBACK will carry."""
        identifier = self._next_identifier()
        body = field(topic) + struct.pack("!H", identifier) + payload
        self.socket.sendall(packet(0x33 if retain else 0x32, body))
        return identifier

    def packets(self):
        """What has arrived, after select() has said that something has."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the broker hung up")
        self.heard_at = time.monotonic()
        self.received += data
        if isinstance(self.socket, ssl.SSLSocket):
            # select() does not see what TLS has already decrypted.
            while self.socket.pending():
                self.received += self.socket.recv(self.socket.pending())
        while True:
            whole = self._take_packet()
            if whole is None:
                return
            yield whole

    def keep_alive(self):
        now = time.monotonic()
        if now - self.heard_at > 2 * KEEPALIVE_S:
            raise ConnectionError("the broker is silent")
        if now - max(self.heard_at, self.asked_at) > KEEPALIVE_S:
            self.asked_at = now
            self.socket.sendall(b"\xc0\x00")

    def acknowledge(self, identifier):
        self.socket.sendall(packet(0x40, struct.pack("!H", identifier)))

    def close(self):
        try:
            # Section 3.14: said goodbye, the broker drops the will, so our last words stand for it.
            self.socket.sendall(b"\xe0\x00")
        except OSError:
            pass
        self.socket.close()

    def _next_identifier(self):
        self.identifier = self.identifier % 65535 + 1
        return self.identifier

    def _wait_for_packet(self):
        while True:
            for whole in self.packets():
                return whole

    def _take_packet(self):
        length, shift, at = 0, 0, 1
        while True:
            if at >= len(self.received):
                return None
            byte = self.received[at]
            length |= (byte & 127) << shift
            shift, at = shift + 7, at + 1
            if byte < 128:
                break
        if len(self.received) < at + length:
            return None
        kind, body = self.received[0], bytes(self.received[at:at + length])
        del self.received[:at + length]
        return kind, body


class Logger:
    def __init__(self, options):
        self.options = options
        self.base = "lianfang/v1/%s/%s" % (options.city, options.station)
        self.buffer = DiskBuffer(options.buffer)
        self.connection = None
        self.outstanding = None   # (identifier, numbers) of the one message without a PUBACK
        self.try_at = 0.0
        self.wait_s = 0.5
        self.input = b""
        self.input_ended = False

    def run(self):
        while not (self.input_ended and not self.buffer.readings):
            try:
                self.connect()
                self.send()
                self.wait()
            except (OSError, ConnectionError) as error:
                sys.stderr.write("%s\n" % error)
                self.hang_up()
        if self.connection is not None:
            self.connection.publish(self.base + "/status", b'{"state":"offline"}', retain=True)
            self.connection.close()

    def connect(self):
        now = time.monotonic()
        if self.connection is not None or now < self.try_at:
            return
        self.try_at = now + self.wait_s
        self.wait_s = min(2 * self.wait_s, 30)
        options = self.options
        password = None
        if options.password_file:
            with open(options.password_file, encoding="utf-8") as file:
                password = file.readline().rstrip("\r\n")
        tls = ssl.create_default_context(cafile=options.tls_ca) if options.tls_ca else None
        host, _, port = (options.mqtt if ":" in options.mqtt else options.mqtt + ":1883").rpartition(":")
        self.connection = Mqtt((host, int(port)), "logger-" + options.station,
                               (self.base + "/status", b'{"state":"offline"}'), options.username, password, tls)
        self.wait_s = 0.5
        self.connection.subscribe(self.base + "/receipts")
        self.connection.publish(self.base + "/status", b'{"state":"online"}', retain=True)

    def hang_up(self):
        if self.connection is not None:
            self.connection.socket.close()
            self.connection = None
        if self.outstanding is not None:
            self.buffer.not_sent(self.outstanding[1])
            self.outstanding = None

    def send(self):
        """One message at a time: the broker's PUBACK sets the pace."""
        if self.connection is None or self.outstanding is not None:
            return
        numbers = self.buffer.take(AT_ONCE, time.monotonic(), self.options.resend_s)
        if numbers:
            readings = [dict(self.buffer.readings[seq], seq=seq) for seq in numbers]
            body = json.dumps(readings, separators=(",", ":")).encode()
            # Noted before it is sent: if sending fails they go back to where they were.
            self.outstanding = (None, numbers)
            self.outstanding = (self.connection.publish(self.base + "/readings", body), numbers)

    def wait(self):
        """Until something arrives, at most a fifth of a second."""
        sources = ([] if self.input_ended else [0]) + ([] if self.connection is None else [self.connection.socket])
        if not sources:
            time.sleep(0.2)
            return
        ready, _, _ = select.select(sources, [], [], 0.2)
        if 0 in ready:
            self.read_input()
        if self.connection is not None:
            if self.connection.socket in ready:
                for kind, body in self.connection.packets():
                    self.receive(kind, body)
            self.connection.keep_alive()

    def read_input(self):
        data = os.read(0, 65536)
        if not data:
            self.input_ended = True
        *lines, self.input = (self.input + data).split(b"\n")
        readings = [json.loads(line) for line in lines if line.strip()]
        if readings:
            say({"kept": self.buffer.add(readings)})

    def receive(self, kind, body):
        if kind >> 4 == 4 and self.outstanding is not None:
            identifier, numbers = self.outstanding
            if struct.unpack("!H", body[:2])[0] == identifier:
                self.outstanding = None
                say({"published": numbers})
        if kind >> 4 == 3:
            (length,) = struct.unpack("!H", body[:2])
            at = 2 + length
            if kind & 0x06:
                self.connection.acknowledge(struct.unpack("!H", body[at:at + 2])[0])
                at += 2
            self.heard(json.loads(body[at:]))
            say({"held": len(self.buffer.readings)})

    def heard(self, receipt):
        """A PUBACK says that the broker has it; only these say that the platform has."""
        first = receipt.get("from", 0)
        if "stored" in receipt:
            self.buffer.stored(first, receipt["stored"])
        if "missing" in receipt and "upTo" in receipt:
            self.buffer.missing(receipt["missing"], first, receipt["upTo"], time.monotonic())
        for refusal in receipt.get("refused", []):
            sys.stderr.write("refused: %s %s: %s\n" % (refusal.get("seq", "?"), refusal["code"], refusal["reason"]))
            if "seq" in refusal:
                self.buffer.stored(refusal["seq"], refusal["seq"])


def main():
    parser = argparse.ArgumentParser(description="A reference logger; see the head of this file.")
    parser.add_argument("--mqtt", default="127.0.0.1:1883", help="host:port of the broker; port 1883 when there is none")
    parser.add_argument("--city", required=True)
    parser.add_argument("--station", required=True)
    parser.add_argument("--buffer", required=True, help="file that keeps what is not yet confirmed")
    parser.add_argument("--username")
    parser.add_argument("--password-file", help="its first line is the password")
    parser.add_argument("--tls-ca", help="PEM file of the CA that signed the broker's certificate; turns TLS on")
    parser.add_argument("--resend-s", type=float, default=30, help="what is not confirmed after so long is sent again")
    Logger(parser.parse_args()).run()


if __name__ == "__main__":
    main()
