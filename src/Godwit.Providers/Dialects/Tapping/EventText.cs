namespace Godwit.Providers.Dialects.Tapping;

/// <summary>Where the text stands in an event that tells nothing but a text.</summary>
/// <param name="Start">Where it begins, behind its quote.</param>
/// <param name="End">Where its closing quote stands.</param>
/// <param name="Until">
/// What stands from here to the end is a text that means nothing and the end of the object; the event's length when
/// there is no such text.
/// </param>
public readonly record struct EventText(int Start, int End, int Until)
{
    /// <summary>Where a text's closing quote stands; -1 when it is not there.</summary>
    /// <param name="json">What begins behind the opening quote.</param>
    public static int EndIn(ReadOnlySpan<byte> json)
    {
        var at = 0;
        while (at < json.Length)
        {
            var length = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                return -1;
            }

            at += length;
            if (json[at] == '"')
            {
                return at;
            }

            at += 2;
        }

        return -1;
    }
}
