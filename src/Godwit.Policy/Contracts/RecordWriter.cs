using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>
/// Writes JSON of records. It does what they need and no more, which costs a fraction of a writer that checks its
/// caller: one record is written for every request.
/// </summary>
/// <param name="output">Where the bytes go.</param>
public sealed class RecordWriter(ArrayBufferWriter<byte> output)
{
    // As the serializer's own encoder leaves them; everything else it escapes.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~");

    private const int LongestNumber = 32;
    private const int LongestGuid = 36;
    private const int LongestInstant = 33;

    private bool follows;

    internal void StartObject() => Open((byte)'{');

    internal void StartObject(in RecordMember name) => Open(name, (byte)'{');

    internal void StartArray(in RecordMember name) => Open(name, (byte)'[');

    internal void EndObject() => Close((byte)'}');

    internal void EndArray() => Close((byte)']');

    /// <summary>Leaves out what is null.</summary>
    internal void Text(in RecordMember name, string? value)
    {
        if (value is null)
            return;
        if (value.AsSpan().ContainsAnyExcept(Plain))
            value = JavaScriptEncoder.Default.Encode(value);
        var span = Begin(name, value.Length + 2, out var at);
        span[at++] = (byte)'"';
        Ascii.FromUtf16(value, span[at..], out var written);
        at += written;
        span[at++] = (byte)'"';
        output.Advance(at);
    }

    /// <summary>Writes a text that is escaped already.</summary>
    internal void Encoded(in RecordMember name, JsonEncodedText value)
    {
        var text = value.EncodedUtf8Bytes;
        var span = Begin(name, text.Length + 2, out var at);
        span[at++] = (byte)'"';
        text.CopyTo(span[at..]);
        at += text.Length;
        span[at++] = (byte)'"';
        output.Advance(at);
    }

    /// <summary>Leaves out 0.</summary>
    internal void Number(in RecordMember name, long value)
    {
        if (value != 0)
            Whole(name, value);
    }

    /// <summary>Leaves out what is null.</summary>
    internal void Number(in RecordMember name, long? value)
    {
        if (value is { } number)
            Whole(name, number);
    }

    /// <summary>Leaves out what is null.</summary>
    internal void Number(in RecordMember name, decimal? value)
    {
        if (value is not { } number)
            return;
        var span = Begin(name, LongestNumber, out var at);
        number.TryFormat(span[at..], out var written, default, CultureInfo.InvariantCulture);
        output.Advance(at + written);
    }

    /// <summary>Leaves out false.</summary>
    internal void Flag(in RecordMember name, bool value)
    {
        if (!value)
            return;
        var span = Begin(name, 4, out var at);
        "true"u8.CopyTo(span[at..]);
        output.Advance(at + 4);
    }

    internal void Id(in RecordMember name, Guid value)
    {
        var span = Begin(name, LongestGuid + 2, out var at);
        span[at++] = (byte)'"';
        value.TryFormat(span[at..], out var written);
        at += written;
        span[at++] = (byte)'"';
        output.Advance(at);
    }

    /// <summary>Without the zeros that a fraction of a second ends with. Leaves out what is null.</summary>
    internal void Instant(in RecordMember name, DateTimeOffset? value)
    {
        if (value is not { } instant)
            return;
        var span = Begin(name, LongestInstant + 2, out var at);
        span[at++] = (byte)'"';
        Utf8Formatter.TryFormat(instant, span[at..], out var written, 'O');
        at += Trim(span.Slice(at, written));
        span[at++] = (byte)'"';
        output.Advance(at);
    }

    // 2026-11-26T02:30:00.1234500+00:00: the fraction has seven digits, its point stands in the twentieth place.
    private static int Trim(Span<byte> instant)
    {
        const int point = 19, end = 27;
        var kept = instant[..end].TrimEnd((byte)'0').Length;
        if (kept == point + 1)
            kept = point;
        instant[end..].CopyTo(instant[kept..]);
        return kept + instant.Length - end;
    }

    private void Whole(in RecordMember name, long value)
    {
        var span = Begin(name, LongestNumber, out var at);
        value.TryFormat(span[at..], out var written, default, CultureInfo.InvariantCulture);
        output.Advance(at + written);
    }

    private void Open(in RecordMember name, byte bracket)
    {
        var span = Begin(name, 1, out var at);
        span[at++] = bracket;
        output.Advance(at);
        follows = false;
    }

    private void Open(byte bracket)
    {
        var span = output.GetSpan(2);
        var at = 0;
        if (follows)
            span[at++] = (byte)',';
        span[at++] = bracket;
        output.Advance(at);
        follows = false;
    }

    private void Close(byte bracket)
    {
        output.GetSpan(1)[0] = bracket;
        output.Advance(1);
        follows = true;
    }

    /// <summary>Begins a member: the bytes behind its name, with room for a value.</summary>
    private Span<byte> Begin(in RecordMember name, int room, out int at)
    {
        var member = name.Bytes;
        var span = output.GetSpan(member.Length + room + 1);
        at = 0;
        if (follows)
            span[at++] = (byte)',';
        follows = true;
        member.CopyTo(span[at..]);
        at += member.Length;
        return span;
    }

    /// <summary>Begins anew, for the next record.</summary>
    internal void Reset() => follows = false;
}
