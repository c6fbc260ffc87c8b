using System.Globalization;
using System.Net;

namespace Godwit.Gateway.Tests.Geolocation.Chain;

/// <summary>One hop as somebody might write it, and what it must be read as.</summary>
/// <param name="Text">As written in <c>X-Forwarded-For</c>.</param>
/// <param name="Address">The address; null for a form that must not be accepted.</param>
/// <param name="Bare">True when the text is the address alone, without brackets and port.</param>
internal readonly record struct RandomHop(string Text, IPAddress? Address, bool Bare)
{
    /// <summary>A proxy of the deployment: in 10.0.0.0/8.</summary>
    public static RandomHop Trusted(Random random) =>
        Write(random, new IPAddress([10, (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]));

    /// <summary>Somebody else, of either family, in any accepted form.</summary>
    public static RandomHop Stranger(Random random)
    {
        var bytes = new byte[random.Next(3) == 0 ? 16 : 4];
        do
        {
            random.NextBytes(bytes);
        }
        while (bytes.Length == 4 && bytes[0] == 10);
        // Never ::ffff:0:0/96, whose addresses are IPv4 addresses.
        bytes[0] |= bytes.Length == 16 ? (byte)0x20 : (byte)0;
        return Write(random, new IPAddress(bytes));
    }

    /// <summary>
    /// An address in a form that the runtime's own parser takes, or nearly takes, and nobody else may.
    /// </summary>
    public static RandomHop Hostile(Random random)
    {
        var (a, b, c, d) = (random.Next(1, 256), random.Next(256), random.Next(256), random.Next(1, 256));
        var v6 = $"2001:db8::{random.Next(1, 0xFFFF):x}";
        var text = random.Next(20) switch
        {
            0 => $"0{a % 8}0.{b}.{c}.{d}",
            1 => $"{a}.{b}.{c}.0{d}",
            2 => string.Create(CultureInfo.InvariantCulture, $"0x{a:x2}{b:x2}{c:x2}{d:x2}"),
            3 => $"0x{a:x}.{b}.{c}.{d}",
            4 => $"{a}.{b}.{c}",
            5 => $"{a}.{b}",
            6 => (((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | (uint)d).ToString(CultureInfo.InvariantCulture),
            7 => $"{a}.{b}.{c}.{256 + random.Next(1000)}",
            8 => $"{a}.{b}.{c}.{d}.{a}",
            9 => $"{a}.{b}.{c}.{d}.",
            10 => $"{a}. {b}.{c}.{d}",
            11 => $"{v6}%eth0",
            12 => $"fe80::{a:x}%1",
            13 => $"[{a}.{b}.{c}.{d}]",
            14 => $"::ffff:{a}.{b}.{c}",
            15 => $"::ffff:0{a % 8}.{b}.{c}.{d}",
            16 => $"{a}.{b}.{c}.{d}/24",
            17 => $"２.{b}.{c}.{d}",
            18 => $"{v6}::1",
            _ => $"+{a}.{b}.{c}.{d}",
        };
        return new RandomHop(text, null, true);
    }

    private static RandomHop Write(Random random, IPAddress address)
    {
        var text = address.ToString();
        var isV6 = text.Contains(':', StringComparison.Ordinal);
        return random.Next(6) switch
        {
            0 => new($"{(isV6 ? $"[{text}]" : text)}:{random.Next(1, 65536)}", address, false),
            1 when isV6 => new($"[{text}]", address, false),
            2 when isV6 => new(text.ToUpperInvariant(), address, true),
            3 when !isV6 => new($"::ffff:{text}", address, true),
            _ => new(text, address, true),
        };
    }
}
