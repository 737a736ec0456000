using System.Buffers.Binary;
using System.Text;

namespace Recoil.Hosting.Tests.Telemetry;

/// <summary>As much of protobuf as it takes to read what an OpenTelemetry exporter sends.</summary>
internal readonly ref struct Protobuf(ReadOnlySpan<byte> message)
{
    private const int VarInt = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>All values of a field that holds bytes, texts or messages.</summary>
    public List<byte[]> All(int field)
    {
        var found = new List<byte[]>();
        Read((number, _, bytes, _) =>
        {
            if (number == field)
                found.Add(bytes);
        });
        return found;
    }

    public string Text(int field) => All(field) is [.., var last] ? Encoding.UTF8.GetString(last) : "";

    public string Hex(int field) => All(field) is [.., var last] ? Convert.ToHexStringLower(last) : "";

    /// <summary>The field's number, as its bits; null when it is absent.</summary>
    public ulong? Number(int field)
    {
        ulong? found = null;
        Read((number, type, _, value) =>
        {
            if (number == field && type != Bytes)
                found = value;
        });
        return found;
    }

    private void Read(Action<int, int, byte[], ulong> take)
    {
        var rest = _message;
        while (rest.Length > 0)
        {
            var key = Variable(ref rest);
            var type = (int)(key & 7);
            var bytes = Array.Empty<byte>();
            ulong value = 0;
            switch (type)
            {
                case VarInt:
                    value = Variable(ref rest);
                    break;
                case Fixed64:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                    rest = rest[8..];
                    break;
                case Fixed32:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(rest);
                    rest = rest[4..];
                    break;
                case Bytes:
                    var length = (int)Variable(ref rest);
                    bytes = rest[..length].ToArray();
                    rest = rest[length..];
                    break;
                default:
                    throw new InvalidDataException($"Protobuf wire type {type} is not known.");
            }

            take((int)(key >> 3), type, bytes, value);
        }
    }

    private static ulong Variable(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = rest[0];
            rest = rest[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
