namespace Godwit.Simulator.Serving;

/// <summary>A text of one mebibyte and a little more.</summary>
internal static class HugeText
{
    private const string Unit = " migrates";

    public static string After(ReadOnlySpan<char> start) => string.Concat(
        start, string.Concat(Enumerable.Repeat(Unit, (FaultDefaults.HugeChunkLength / Unit.Length) + 1)));
}
