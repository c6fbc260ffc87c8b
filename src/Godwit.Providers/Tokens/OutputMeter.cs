namespace Godwit.Providers.Tokens;

/// <summary>
/// Measures an answer's output while it is relayed, for an ending in which the provider's own figure does not come.
/// </summary>
public sealed class OutputMeter
{
    // UTF-8 has about as many bytes in a token in every script that models write much in.
    private const int BytesInToken = 4;

    private TextMeter text;
    private long bytes;
    private long atFigure;

    /// <summary>The estimate of all output so far.</summary>
    public long Tokens => text.Tokens + (bytes / BytesInToken);

    /// <summary>The estimate of what came after the provider's last figure; all when there was none.</summary>
    public long TokensSinceFigure => Tokens - atFigure;

    /// <summary>Takes output.</summary>
    public void Add(ReadOnlySpan<char> output) => text.Add(output);

    /// <summary>Takes what stands between the quotes of a JSON string.</summary>
    public void AddEscaped(ReadOnlySpan<byte> json) => text.AddEscaped(json);

    /// <summary>Takes the length of output that is not looked into.</summary>
    public void AddLength(long utf8Bytes) => bytes += utf8Bytes;

    /// <summary>The provider told its own figure of the output so far.</summary>
    public void Figure() => atFigure = Tokens;

    /// <summary>Forgets everything, for the next answer.</summary>
    public void Reset() => (text, bytes, atFigure) = (default, 0, 0);
}
