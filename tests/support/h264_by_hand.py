"""H.264 without an encoder: a picture of raw samples (I_PCM), so that tests need no GPL library."""

_MACROBLOCK = 16


class _Bits:
    def __init__(self) -> None:
        self._bits = ""

    def fixed(self, value: int, width: int) -> "_Bits":
        self._bits += f"{value:0{width}b}"
        return self

    def golomb(self, *values: int) -> "_Bits":
        for value in values:
            digits = f"{value + 1:b}"
            self._bits += "0" * (len(digits) - 1) + digits
        return self

    def samples(self, raw: bytes) -> "_Bits":
        self._bits += "0" * (-len(self._bits) % 8) + "".join(f"{byte:08b}" for byte in raw)
        return self

    def unit(self, header: int) -> bytes:
        """The unit with its stop bit, and with an escape wherever it would look like a start code."""
        bits = self._bits + "1"
        bits += "0" * (-len(bits) % 8)
        payload = int(bits, 2).to_bytes(len(bits) // 8, "big")
        escaped = bytearray()
        for byte in payload:
            if byte < 4 and escaped[-2:] == b"\0\0":
                escaped.append(3)
            escaped.append(byte)
        return bytes((header,)) + bytes(escaped)


def parameter_sets(width: int, height: int) -> tuple[bytes, bytes]:
    """A sequence and a picture parameter set of the baseline profile."""
    across, down = width // _MACROBLOCK - 1, height // _MACROBLOCK - 1
    sequence = _Bits().fixed(66, 8).fixed(0, 8).fixed(10, 8).golomb(0, 0, 2, 0).fixed(0, 1).golomb(across, down)
    sequence.fixed(0b1100, 4)
    picture = _Bits().golomb(0, 0).fixed(0, 2).golomb(0, 0, 0).fixed(0, 3).golomb(0, 0, 0).fixed(0, 3)
    return sequence.unit(0x67), picture.unit(0x68)


def key_picture(width: int, height: int, luma: int, number: int) -> bytes:
    """A picture of one grey; `number` tells it from the one before."""
    slice_ = _Bits().golomb(0, 7, 0).fixed(0, 4).golomb(number % 2).fixed(0, 2).golomb(0)
    for _ in range((width // _MACROBLOCK) * (height // _MACROBLOCK)):
        slice_.golomb(25).samples(bytes((luma,)) * 256 + bytes((128,)) * 128)
    return slice_.unit(0x65)


def message_unit(kind: int, payload: bytes) -> bytes:
    """A supplemental unit with one message."""
    return bytes((0x06, kind, len(payload))) + payload + b"\x80"
