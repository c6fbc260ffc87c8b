using System.Net;
using System.Text;

namespace Godwit.Gateway.Tests.Geolocation.Mmdb;

/// <summary>Writes small IPv4 files in the MMDB format, version 2, with 32-bit records.</summary>
internal static class MmdbFileWriter
{
    /// <summary>Writes networks, none inside another, with their records.</summary>
    public static byte[] Write(DateTimeOffset built, params (string Network, object Record)[] rows)
    {
        var data = new MemoryStream();
        var tree = new List<int[]> { new int[2] };
        var offsets = new List<int>();
        foreach (var (network, record) in rows)
        {
            offsets.Add((int)data.Length);
            WriteValue(data, record);
            Insert(tree, IPNetwork.Parse(network), -offsets.Count);
        }

        var file = new MemoryStream();
        foreach (var value in tree.SelectMany(node => node))
        {
            // A positive value is a node, a negative one a record, and 0 says that there is nothing.
            var record = value > 0 ? value : value < 0 ? tree.Count + 16 + offsets[-value - 1] : tree.Count;
            file.Write([(byte)(record >> 24), (byte)(record >> 16), (byte)(record >> 8), (byte)record]);
        }

        file.Write(new byte[16]);
        data.WriteTo(file);
        file.Write([0xAB, 0xCD, 0xEF]);
        file.Write("MaxMind.com"u8);
        WriteValue(file, new Dictionary<string, object>
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = (ulong)built.ToUnixTimeSeconds(),
            ["database_type"] = "Test",
            ["description"] = new Dictionary<string, object> { ["en"] = "test" },
            ["ip_version"] = (ushort)4,
            ["languages"] = new object[] { "en" },
            ["node_count"] = (uint)tree.Count,
            ["record_size"] = (ushort)32,
        });
        return file.ToArray();
    }

    private static void Insert(List<int[]> tree, IPNetwork network, int record)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        var node = 0;
        for (var i = 0; i < network.PrefixLength; i++)
        {
            var bit = (bytes[i / 8] >> (7 - (i % 8))) & 1;
            if (i == network.PrefixLength - 1)
            {
                tree[node][bit] = record;
                break;
            }

            if (tree[node][bit] == 0)
            {
                tree.Add(new int[2]);
                tree[node][bit] = tree.Count - 1;
            }

            node = tree[node][bit];
        }
    }

    private static void WriteValue(MemoryStream stream, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                WriteControl(stream, 2, bytes.Length);
                stream.Write(bytes);
                break;
            case ushort number:
                WriteNumber(stream, 5, number, 2);
                break;
            case uint number:
                WriteNumber(stream, 6, number, 4);
                break;
            case ulong number:
                WriteNumber(stream, 9, number, 8);
                break;
            case object[] list:
                WriteControl(stream, 11, list.Length);
                foreach (var item in list)
                    WriteValue(stream, item);
                break;
            case Dictionary<string, object> map:
                WriteControl(stream, 7, map.Count);
                foreach (var (key, item) in map)
                {
                    WriteValue(stream, key);
                    WriteValue(stream, item);
                }

                break;
            default:
                throw new ArgumentException($"No MMDB type for {value.GetType()}.");
        }
    }

    private static void WriteNumber(MemoryStream stream, int type, ulong number, int size)
    {
        WriteControl(stream, type, size);
        for (var i = size - 1; i >= 0; i--)
            stream.WriteByte((byte)(number >> (8 * i)));
    }

    private static void WriteControl(MemoryStream stream, int type, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 28);
        stream.WriteByte((byte)((type <= 7 ? type << 5 : 0) | size));
        if (type > 7)
            stream.WriteByte((byte)(type - 7));
    }
}
