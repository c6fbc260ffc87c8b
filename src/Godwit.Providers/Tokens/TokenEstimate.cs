namespace Godwit.Providers.Tokens;

/// <summary>How many tokens a text makes, where no provider has said so.</summary>
public static class TokenEstimate
{
    /// <summary>What a message takes besides its words: its role and what parts it from the next.</summary>
    public const int OfMessage = 4;

    /// <summary>
    /// A picture of usual size, which no text tells: between the 258 tokens that one provider takes for the smallest
    /// and the 1,600 of another for a large one.
    /// </summary>
    public const int OfPicture = 800;

    /// <summary>The likely number of tokens of a text.</summary>
    public static long OfText(ReadOnlySpan<byte> utf8)
    {
        var meter = default(TextMeter);
        meter.Add(utf8);
        return meter.Tokens;
    }

    /// <summary>
    /// A number that no text of so many bytes exceeds, whatever the vocabulary: each token stands for a byte at least.
    /// A whole JSON request's length is one for its text too, as what parts its members makes up for the template.
    /// </summary>
    public static long MostOfText(long utf8Bytes) => utf8Bytes;
}
