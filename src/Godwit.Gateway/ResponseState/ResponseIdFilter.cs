using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.ResponseState;

/// <summary>
/// Puts sealed ids in the place of a provider's own in an answer that is relayed as it comes. The beginning is held
/// until the answer's id was read, which is among its first bytes; from then on only the beginning of what may turn out
/// to be an id.
/// </summary>
/// <param name="seal">The sealed id for a provider's; null when it can't be sealed.</param>
/// <param name="stream">The answer is an event stream.</param>
internal sealed class ResponseIdFilter(Func<string, string?> seal, bool stream)
{
    // A response that names its id later than this is let through with the id it has, by which nothing can be asked.
    private const int MostHeldBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> held = new(4096);
    private readonly List<(byte[] Native, byte[] Sealed)> pairs = [];
    private bool learnt;

    /// <summary>
    /// Seals the id of the response before this one, which may stand anywhere: the answer is held to its end. Null to
    /// leave it as it is.
    /// </summary>
    public Func<string, string?>? SealPrevious { get; init; }

    /// <summary>What is put before encrypted reasoning; null for nothing.</summary>
    public byte[]? ReasoningMark { get; init; }

    /// <summary>Adds an id that the client knows under another.</summary>
    public void Add(string native, string known)
    {
        if (native.Length > 0)
            pairs.Add((ModelName.ToJson(native), ModelName.ToJson(known)));
    }

    /// <summary>Relays the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> chunk, IBufferWriter<byte> output)
    {
        held.Write(chunk);
        if (SealPrevious is not null)
            return;
        if (!learnt)
        {
            learnt = Learn(held.WrittenSpan) || held.WrittenCount > MostHeldBytes;
            if (!learnt)
                return;
        }

        var bytes = held.WrittenSpan;
        var rest = Replace(bytes, output);
        var tail = bytes[rest..].ToArray();
        held.ResetWrittenCount();
        held.Write(tail);
    }

    /// <summary>Relays what is held at the end.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        var rest = 0;
        if (SealPrevious is not null)
        {
            LearnPrevious(held.WrittenSpan);
            rest = Replace(held.WrittenSpan, output);
        }

        Put(held.WrittenSpan[rest..], output);
        held.ResetWrittenCount();
    }

    /// <summary>Writes the bytes with ids replaced, up to where one may have begun; returns that place.</summary>
    private int Replace(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var at = 0;
        var from = 0;
        while (at < bytes.Length)
        {
            var quote = bytes[at..].IndexOf((byte)'"');
            if (quote < 0)
                break;
            at += quote;
            var step = 1;
            if (ReasoningMark is { } mark)
            {
                var opening = OpeningOfReasoning(bytes[at..]);
                if (opening < 0)
                {
                    Put(bytes[from..at], output);
                    return at;
                }

                if (opening > 0)
                {
                    Put(bytes[from..(at + opening)], output);
                    Put(mark, output);
                    from = at += opening;
                    continue;
                }
            }

            foreach (var (native, known) in pairs)
            {
                if (bytes[at..].StartsWith(native))
                {
                    Put(bytes[from..at], output);
                    Put(known, output);
                    from = at + native.Length;
                    step = native.Length;
                    break;
                }

                if (bytes.Length - at < native.Length && native.AsSpan().StartsWith(bytes[at..]))
                {
                    Put(bytes[from..at], output);
                    return at;
                }
            }

            at += step;
        }

        Put(bytes[from..], output);
        return bytes.Length;
    }

    /// <summary>
    /// Length of the member's name and all up to its value's first character; 0 when it is no encrypted reasoning, -1
    /// when it may yet turn out to be.
    /// </summary>
    private static int OpeningOfReasoning(ReadOnlySpan<byte> bytes)
    {
        var name = "\"encrypted_content\""u8;
        if (bytes.Length < name.Length)
            return name.StartsWith(bytes) ? -1 : 0;
        if (!bytes.StartsWith(name))
            return 0;
        var colon = name.Length + Blanks(bytes[name.Length..]);
        if (colon == bytes.Length)
            return -1;
        if (bytes[colon] != (byte)':')
            return 0;
        var value = colon + 1 + Blanks(bytes[(colon + 1)..]);
        // Empty: nothing to mark. As of the quote it takes one more byte to know.
        if (value + 1 >= bytes.Length)
            return -1;
        return bytes[value] != (byte)'"' || bytes[value + 1] == (byte)'"' ? 0 : value + 1;
    }

    private static int Blanks(ReadOnlySpan<byte> bytes)
    {
        var count = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        return count < 0 ? bytes.Length : count;
    }

    // With the length said: a response that has not started has no room of its own accord.
    private static void Put(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    private void LearnPrevious(ReadOnlySpan<byte> body)
    {
        try
        {
            if (ResponseScan.Read(body).Previous is { } native && SealPrevious!(native) is { } known)
                Add(native, known);
        }
        catch (JsonException)
        {
            // Not JSON: relayed as it is.
        }
    }

    private bool Learn(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            if (stream)
            {
                var data = bytes.IndexOf("data:"u8);
                if (data < 0)
                    return false;
                bytes = bytes[(data + 5)..];
            }

            if (IdIn(bytes) is { } id)
            {
                if (seal(id) is { } known)
                    Add(id, known);
                return true;
            }

            if (!stream)
                return false;
        }
    }

    // In an event the response lies under "response"; the bytes may end anywhere.
    private string? IdIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        try
        {
            var inside = !stream;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (stream && reader.CurrentDepth == 1)
                    inside = reader.ValueTextEquals("response"u8);
                if (inside && reader.CurrentDepth == (stream ? 2 : 1) && reader.ValueTextEquals("id"u8))
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or the end of an event: there may be another.
        }

        return null;
    }
}
