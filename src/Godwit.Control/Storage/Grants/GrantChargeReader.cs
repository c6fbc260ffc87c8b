using System.Text;
using System.Text.Json;
using Godwit.Policy.Configuration;
using Godwit.Policy.Grants;

namespace Godwit.Control.Storage.Grants;

/// <summary>
/// Reads from the charges of one record after the other those to grants. Most charges are to limits, and most of the
/// others to a grant that was seen just before: neither makes a string.
/// </summary>
internal sealed class GrantChargeReader
{
    private static readonly byte[] Prefix = Encoding.UTF8.GetBytes(GrantRulesCompiler.AccountPrefix);

    private readonly List<GrantCharge> found = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>
    /// One charge for each grant and period; nothing when the charges have another shape than Godwit gives them. Good
    /// until the next reading.
    /// </summary>
    /// <param name="charges">Well-formed JSON: <see cref="RequestRow.Charges"/>.</param>
    public IReadOnlyList<GrantCharge> Read(ReadOnlySpan<byte> charges)
    {
        found.Clear();
        if (!charges.IsEmpty && !TryRead(charges))
            found.Clear();
        return found;
    }

    private bool TryRead(ReadOnlySpan<byte> charges)
    {
        var json = new Utf8JsonReader(charges);
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject || !TryReadOne(ref json))
                return false;
        }

        return true;
    }

    // Members that have their default are left out of records.
    private bool TryReadOne(ref Utf8JsonReader json)
    {
        string? grant = null;
        long period = 0, reserved = 0, spent = 0, corrected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            var isRead = name switch
            {
                _ when name.SequenceEqual("account"u8) => TryReadAccount(ref json, out grant),
                _ when name.SequenceEqual("period"u8) => TryReadNumber(ref json, out period),
                _ when name.SequenceEqual("reserved"u8) => TryReadNumber(ref json, out reserved),
                _ when name.SequenceEqual("spent"u8) => TryReadNumber(ref json, out spent),
                _ when name.SequenceEqual("corrected"u8) => TryReadNumber(ref json, out corrected),
                _ => json.TrySkip(),
            };
            if (!isRead)
                return false;
        }

        return grant is null || TryAdd(new GrantCharge(grant, period, reserved, Math.Max(0, spent), corrected));
    }

    // Names need no escapes: whatever has one was not written by Godwit.
    private bool TryReadAccount(ref Utf8JsonReader json, out string? grant)
    {
        grant = null;
        if (json.TokenType != JsonTokenType.String || json.ValueIsEscaped)
            return false;
        if (!json.ValueSpan.StartsWith(Prefix))
            return true;
        var name = json.ValueSpan[Prefix.Length..];
        if (name.Length > Names.MaxLength)
            return false;
        Span<char> text = stackalloc char[Names.MaxLength];
        text = text[..Encoding.UTF8.GetChars(name, text)];
        if (names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out grant))
            return true;
        grant = new string(text);
        names.Add(grant);
        return true;
    }

    private static bool TryReadNumber(ref Utf8JsonReader json, out long number)
    {
        number = 0;
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out number);
    }

    // Attempts of one request that the same grant paid for are one charge.
    private bool TryAdd(GrantCharge charge)
    {
        var at = found.FindIndex(c => c.Grant == charge.Grant && c.Period == charge.Period);
        if (at < 0)
        {
            found.Add(charge);
            return true;
        }

        var before = found[at];
        var (reserved, spent, corrected) = (
            (Int128)before.Reserved + charge.Reserved, (Int128)before.Spent + charge.Spent,
            (Int128)before.Corrected + charge.Corrected);
        if (!IsLong(reserved) || !IsLong(spent) || !IsLong(corrected))
            return false;
        found[at] = before with { Reserved = (long)reserved, Spent = (long)spent, Corrected = (long)corrected };
        return true;
    }

    private static bool IsLong(Int128 number) => number >= long.MinValue && number <= long.MaxValue;
}
