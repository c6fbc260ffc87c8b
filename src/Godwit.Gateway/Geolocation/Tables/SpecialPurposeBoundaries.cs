namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// <see cref="SpecialPurposeRanges"/> flattened: where each answer begins. Written down, and held to the ranges by a
/// test, for flattening three dozen rows at each start takes longer than all that is done with them.
/// </summary>
internal static class SpecialPurposeBoundaries
{
    private static ReadOnlySpan<ulong> StartsV4 =>
    [
        0, 0x0100_0000, 0x0a00_0000, 0x0b00_0000, 0x6440_0000, 0x6480_0000, 0x7f00_0000, 0x8000_0000,
        0xa9fe_0000, 0xa9ff_0000, 0xac10_0000, 0xac20_0000, 0xc000_0000, 0xc000_0100, 0xc000_0200, 0xc000_0300,
        0xc01f_c400, 0xc01f_c500, 0xc034_c100, 0xc034_c200, 0xc058_6300, 0xc058_6400, 0xc0a8_0000, 0xc0a9_0000,
        0xc0af_3000, 0xc0af_3100, 0xc612_0000, 0xc614_0000, 0xc633_6400, 0xc633_6500, 0xcb00_7100, 0xcb00_7200,
        0xe000_0000, 0xf000_0000, 0xffff_ffff,
    ];

    private static ReadOnlySpan<byte> AnswersV4 =>
    [
        1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0, 9, 0, 10, 0,
        11, 0, 12, 0, 13, 0, 14, 0, 15, 0, 16, 0, 17, 18, 19,
    ];

    private static ReadOnlySpan<ulong> UppersV6 =>
    [
        0, 0, 0, 0x0064_ff9b_0001_0000,
        0x0064_ff9b_0002_0000, 0x0100_0000_0000_0000, 0x0100_0000_0000_0001, 0x0100_0000_0000_0002,
        0x2000_0000_0000_0000, 0x2001_0000_0000_0000, 0x2001_0002_0000_0000, 0x2001_0002_0001_0000,
        0x2001_0003_0000_0000, 0x2001_0004_0000_0000, 0x2001_0004_0112_0000, 0x2001_0004_0113_0000,
        0x2001_0010_0000_0000, 0x2001_0020_0000_0000, 0x2001_0030_0000_0000, 0x2001_0040_0000_0000,
        0x2001_0200_0000_0000, 0x2001_0db8_0000_0000, 0x2001_0db9_0000_0000, 0x2620_004f_8000_0000,
        0x2620_004f_8001_0000, 0x3fff_0000_0000_0000, 0x3fff_1000_0000_0000, 0x4000_0000_0000_0000,
        0x5f00_0000_0000_0000, 0x5f01_0000_0000_0000, 0x8000_0000_0000_0000, 0xfc00_0000_0000_0000,
        0xfe00_0000_0000_0000, 0xfe80_0000_0000_0000, 0xfec0_0000_0000_0000, 0xff00_0000_0000_0000,
    ];

    private static ReadOnlySpan<ulong> LowersV6 =>
    [
        0, 0x1, 0x2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0,
    ];

    private static ReadOnlySpan<byte> AnswersV6 =>
    [
        23, 24, 20, 25, 20, 26, 27, 20, 0, 28, 29, 28, 30, 28, 31, 28, 32, 33, 34, 28,
        0, 35, 0, 36, 0, 37, 0, 21, 38, 21, 22, 39, 22, 40, 41, 42,
    ];

    public static BoundaryCursor OpenV4() => new CursorV4();

    public static BoundaryCursor OpenV6() => new CursorV6();

    private sealed class CursorV4 : BoundaryCursor
    {
        private int next;

        public override bool MoveNext()
        {
            if (next == AnswersV4.Length)
                return false;
            (Lower, Answer) = (StartsV4[next], AnswersV4[next]);
            next++;
            return true;
        }
    }

    private sealed class CursorV6 : BoundaryCursor
    {
        private int next;

        public override bool MoveNext()
        {
            if (next == AnswersV6.Length)
                return false;
            (Upper, Lower, Answer) = (UppersV6[next], LowersV6[next], AnswersV6[next]);
            next++;
            return true;
        }
    }
}
