using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>
/// Reads the charges of a record one after the other, as <see cref="RequestRecordJson"/> writes them. It makes nothing
/// of them: those of every record are read, when it is stored and by a node that starts again.
/// </summary>
/// <param name="charges">The array, and whatever comes behind it; empty when there is none.</param>
public ref struct ChargeReader(ReadOnlySpan<byte> charges)
{
    private Utf8JsonReader json = new(charges);
    private bool over = charges.IsEmpty;
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
        try
        {
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
