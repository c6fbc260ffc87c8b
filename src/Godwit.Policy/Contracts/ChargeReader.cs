using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>
/// Reads the charges of a record one after the other, as <see cref="RequestRecordJson"/> writes them. It makes nothing
/// of them: those of every record are read, when it is stored and by a node that starts again.
/// </summary>
/// <param name="charges">The array, and whatever comes behind it; empty when there is none.</param>
public ref struct ChargeReader(ReadOnlySpan<byte> charges)
{
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Except(['"', '\\']).Select(c => (byte)c)]);

    private readonly ReadOnlySpan<byte> charges = charges;
    private Utf8JsonReader json;
    private bool over = charges.IsEmpty;
    private bool byRules;
    private int at, count;
    private ReadOnlySpan<byte> account;
    private bool named;
    private long period, reserved, spent, corrected;

    /// <summary>The charges have another shape than Godwit gives them; what was read before may not be all.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary><see cref="Charge.Account"/> of the charge that was read, in UTF-8.</summary>
    public readonly ReadOnlySpan<byte> Account => account;

    /// <summary><see cref="Charge.Period"/> of the charge that was read.</summary>
    public readonly long Period => period;

    /// <summary><see cref="Charge.Reserved"/> of the charge that was read.</summary>
    public readonly long Reserved => reserved;

    /// <summary><see cref="Charge.Spent"/> of the charge that was read.</summary>
    public readonly long Spent => spent;

    /// <summary><see cref="Charge.Corrected"/> of the charge that was read.</summary>
    public readonly long Corrected => corrected;

    /// <summary>Reads the next charge that names an account; false when there is none.</summary>
    public bool Read()
    {
        if (over)
            return false;
        if (!byRules && TryReadWritten())
            return !over;
        try
        {
            BeginByRules();
            while (!over)
            {
                if (TryReadNext() && named)
                    return true;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Break();
        }

        return false;
    }

    // As Godwit writes it, letter by letter: a fraction of what the rules of JSON take. False for anything else.
    private bool TryReadWritten()
    {
        var rest = charges[at..];
        if (at == 0 ? rest is [(byte)'[', (byte)']', ..] : rest is [(byte)']', ..])
            return over = true;
        if (!Take(ref rest, at == 0 ? "[{\"account\":\""u8 : ",{\"account\":\""u8))
            return false;
        var length = rest.IndexOfAnyExcept(Plain);
        if (length < 0)
            return false;
        account = rest[..length];
        rest = rest[length..];
        if (!Take(ref rest, "\""u8)
            || !TakeNumber(ref rest, ",\"period\":"u8, out period)
            || !TakeNumber(ref rest, ",\"reserved\":"u8, out reserved)
            || !TakeNumber(ref rest, ",\"spent\":"u8, out spent)
            || !TakeNumber(ref rest, ",\"corrected\":"u8, out corrected)
            || !Take(ref rest, "}"u8))
            return false;
        at = charges.Length - rest.Length;
        count++;
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> text)
    {
        if (!rest.StartsWith(text))
            return false;
        rest = rest[text.Length..];
        return true;
    }

    // A member that is 0 is left out.
    private static bool TakeNumber(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, out long number)
    {
        number = 0;
        if (!Take(ref rest, name))
            return true;
        var isWritten = rest is [>= (byte)'1' and <= (byte)'9', ..] or [(byte)'-', >= (byte)'1' and <= (byte)'9', ..];
        if (!isWritten || !Utf8Parser.TryParse(rest, out number, out var read))
            return false;
        rest = rest[read..];
        return true;
    }

    // What was read already is passed over.
    private void BeginByRules()
    {
        if (byRules)
            return;
        byRules = true;
        json = new Utf8JsonReader(charges);
        for (var i = 0; i < count; i++)
        {
            if (i == 0)
                json.Read();
            json.Read();
            json.Skip();
        }
    }

    private bool TryReadNext()
    {
        if (json.TokenType == JsonTokenType.None && !(json.Read() && json.TokenType == JsonTokenType.StartArray))
            return Break();
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            over = true;
            return json.TokenType != JsonTokenType.EndArray && Break();
        }

        named = false;
        period = reserved = spent = corrected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryReadMember())
                return Break();
        }

        return true;
    }

    // By length first. Members that have their default are left out of records; a later version may add others.
    private bool TryReadMember()
    {
        var name = json.ValueSpan;
        json.Read();
        switch (name.Length)
        {
            case 5 when name.SequenceEqual("spent"u8): return TryReadNumber(out spent);
            case 6 when name.SequenceEqual("period"u8): return TryReadNumber(out period);
            case 7 when name.SequenceEqual("account"u8): return TryReadAccount();
            case 8 when name.SequenceEqual("reserved"u8): return TryReadNumber(out reserved);
            case 9 when name.SequenceEqual("corrected"u8): return TryReadNumber(out corrected);
            default:
                json.Skip();
                return true;
        }
    }

    private bool TryReadAccount()
    {
        if (json.TokenType != JsonTokenType.String)
            return false;
        named = true;
        account = json.ValueSpan;
        // No name that Godwit accepts has a character that is escaped.
        if (json.ValueIsEscaped)
        {
            var plain = new byte[account.Length];
            account = plain.AsSpan(0, json.CopyString(plain));
        }

        return true;
    }

    private bool TryReadNumber(out long number)
    {
        number = 0;
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out number);
    }

    private bool Break()
    {
        IsDamaged = over = true;
        return false;
    }
}
