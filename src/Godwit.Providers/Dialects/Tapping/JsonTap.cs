using System.Buffers;
using System.Text.Json;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.Tapping;

/// <summary>
/// Looks at an answer that is one JSON object while it is relayed, chunk by chunk, split anywhere: usage, model and
/// error. It only follows strings and nesting, so that a long text or a megabyte of embedding costs a vectorised
/// search and no memory; the values it wants are parsed by themselves. Allocates nothing usually.
/// </summary>
public sealed class JsonTap(AnswerLook look) : IDisposable
{
    // A usage or error object has a few hundred bytes; a longer one is passed over.
    private const int MostValueBytes = 64 * 1024;

    // Words and ids of the wire are shorter as a rule, what a model says is longer.
    private const int ShortestOutput = 24;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> TopStructure = SearchValues.Create("\"{}[],:"u8);

    private readonly PooledBytes carried = new(MostValueBytes);
    private readonly AnswerPath path = new();
    private AnswerLook look = look;
    private long stringBytes;
    private int depth;
    private bool inString;
    private bool escaped;
    private bool capturing;
    private int captureFrom;
    private bool valueNext;
    private TappedMember wanted;

    /// <summary>What was learnt so far; finish reasons are not read from a plain answer.</summary>
    public TappedAnswer Answer { get; } = new();

    /// <summary>The bytes so far end before what they began is closed.</summary>
    public bool InsideObject => depth > 0;

    /// <summary>Looks at the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        captureFrom = 0;
        var position = 0;
        while (position < chunk.Length)
        {
            if (inString)
            {
                FollowString(chunk, ref position);
            }
            else
            {
                FollowStructure(chunk, ref position);
            }
        }

        if (capturing)
        {
            carried.Append(chunk[captureFrom..]);
        }
    }

    /// <summary>Forgets everything, for the next answer, which may be of another dialect.</summary>
    public void Reset(AnswerLook next)
    {
        look = next;
        Answer.Reset();
        carried.Clear();
        path.Reset();
        (depth, inString, escaped, capturing, valueNext, wanted) = (0, false, false, false, false, TappedMember.None);
    }

    /// <inheritdoc/>
    public void Dispose() => carried.Dispose();

    private void FollowString(ReadOnlySpan<byte> chunk, ref int position)
    {
        if (escaped)
        {
            escaped = false;
            Keep(chunk.Slice(position, 1));
            position++;
            return;
        }

        var length = chunk[position..].IndexOfAny((byte)'"', (byte)'\\');
        var piece = length < 0 ? chunk[position..] : chunk.Slice(position, length);
        stringBytes += piece.Length;
        Keep(length >= 0 && chunk[position + length] == '\\' ? chunk.Slice(position, length + 1) : piece);
        position = length < 0 ? chunk.Length : position + length + 1;
        if (length < 0)
        {
            return;
        }

        escaped = chunk[position - 1] == '\\';
        inString = escaped;
        if (!inString && depth == 1 && !valueNext)
        {
            var name = Captured(chunk, position - 1);
            wanted = look.Member(name);
            path.Top(look.Place(0, name), Answer);
        }
        else if (!inString && depth > 1)
        {
            EndText();
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        if (path.Follows(depth))
        {
            path.Note(piece);
        }
    }

    private void EndText()
    {
        // A figure is of the whole answer, wherever in it it stands.
        if (stringBytes >= ShortestOutput && Answer.Usage?.OutputTokens is null)
        {
            Answer.Output.AddLength(stringBytes);
        }

        if (path.Follows(depth))
        {
            path.EndText(depth, look, Answer);
        }
    }

    private void FollowStructure(ReadOnlySpan<byte> chunk, ref int position)
    {
        var length = chunk[position..].IndexOfAny(
            depth == 1 || path.Follows(depth) ? TopStructure : Structure);
        position = length < 0 ? chunk.Length : position + length + 1;
        if (length < 0)
        {
            return;
        }

        switch (chunk[position - 1])
        {
            case (byte)'"':
                (inString, stringBytes) = (true, 0);
                path.BeginText();
                if (depth == 1 && !valueNext)
                {
                    Capture(position);
                }

                break;
            case (byte)':' or (byte)',' when depth > 1:
                path.Separate(chunk[position - 1] == ':');
                break;
            case (byte)':':
                valueNext = true;
                if (wanted != TappedMember.None)
                {
                    Capture(position);
                }

                break;
            case (byte)',':
                EndValue(chunk, position - 1);
                break;
            case (byte)'{' or (byte)'[':
                path.Open(++depth, chunk[position - 1] == '[', look);
                break;
            default:
                path.Close(depth, look, Answer);
                if (depth == 1)
                {
                    EndValue(chunk, position - 1);
                }

                depth--;
                break;
        }
    }

    private void Capture(int from)
    {
        (capturing, captureFrom) = (true, from);
        carried.Clear();
    }

    private ReadOnlySpan<byte> Captured(ReadOnlySpan<byte> chunk, int end)
    {
        capturing = false;
        if (carried.Length == 0 && !carried.Overflowed)
        {
            return chunk[captureFrom..end];
        }

        carried.Append(chunk[captureFrom..end]);
        var whole = carried.Span;
        carried.Clear();
        return whole;
    }

    private void EndValue(ReadOnlySpan<byte> chunk, int end)
    {
        if (capturing)
        {
            Take(Captured(chunk, end));
        }

        (wanted, valueNext) = (TappedMember.None, false);
    }

    private void TakeError(ref Utf8JsonReader json)
    {
        if (ErrorBody.ReadValue(ref json) is { } error)
        {
            // What it says was no output of a model.
            Answer.Error = error;
            Answer.Output.Reset();
        }
    }

    private void Take(ReadOnlySpan<byte> value)
    {
        try
        {
            var json = new Utf8JsonReader(value);
            if (value.IsEmpty || !json.Read())
            {
                return;
            }

            switch (wanted)
            {
                case TappedMember.Usage:
                    Answer.Usage = look.ReadUsage(ref json) ?? Answer.Usage;
                    break;
                case TappedMember.Model:
                    Answer.TakeModel(ref json);
                    break;
                default:
                    TakeError(ref json);
                    break;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A broken value is the client's to find; it was relayed as it came.
        }
    }
}
