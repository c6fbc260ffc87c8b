using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Storage;

/// <summary>
/// A record in the columns of the table <c>requests</c>, read from its JSON in one pass and used again for the next
/// one. Texts stay UTF-8, an empty one stands for none; the record itself is stored as it came.
/// </summary>
internal sealed class RequestRow
{
    /// <summary>The columns, in the order the stores write them.</summary>
    public const string Columns =
        "id, started_at, organization, project, api_key, operation, request_model, territory, decision, provider, " +
        "model, status, error_code, input_tokens, output_tokens, cache_read_input_tokens, reasoning_output_tokens, " +
        "cost_nano, currency, region_refused, record";

    private static readonly byte[] NoDecision = [.. "none"u8];

    public Guid Id { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public ReadOnlyMemory<byte> Organization { get; private set; }

    public ReadOnlyMemory<byte> Project { get; private set; }

    public ReadOnlyMemory<byte> ApiKey { get; private set; }

    public ReadOnlyMemory<byte> Operation { get; private set; }

    public ReadOnlyMemory<byte> RequestModel { get; private set; }

    public ReadOnlyMemory<byte> Territory { get; private set; }

    public ReadOnlyMemory<byte> Evidence { get; private set; }

    public ChainOutcome Chain { get; private set; }

    public ReadOnlyMemory<byte> Decision { get; private set; }

    public ReadOnlyMemory<byte> Provider { get; private set; }

    public ReadOnlyMemory<byte> Model { get; private set; }

    public int Status { get; private set; }

    public ReadOnlyMemory<byte> ErrorCode { get; private set; }

    public TokenUsage Usage { get; private set; }

    public long? CostNano { get; private set; }

    public ReadOnlyMemory<byte> Currency { get; private set; }

    /// <summary>One when a provider itself refused the region in an attempt; null else.</summary>
    public int? RegionRefused { get; private set; }

    /// <summary>What it was charged: a JSON array that nothing is known of, and what is behind it.</summary>
    public ReadOnlyMemory<byte> Charges { get; private set; }

    public ReadOnlyMemory<byte> Record { get; private set; }

    /// <summary>Reads a record; what the row held before is forgotten.</summary>
    /// <exception cref="JsonException">The bytes are no record.</exception>
    public void Read(JournalRecord record)
    {
        Clear();
        Record = record.Json;
        try
        {
            ReadMembers();
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new JsonException("A member of the record has another type.", e);
        }
    }

    /// <summary>Gives the row another cost than the record has.</summary>
    public void Reprice(decimal? cost, string? currency) =>
        (CostNano, Currency) = (
            cost is { } amount ? NanoUnits.Nearest(amount) : null,
            currency is null ? default(ReadOnlyMemory<byte>) : Encoding.UTF8.GetBytes(currency));

    /// <summary>A text column as a string; null for none.</summary>
    public static string? Text(ReadOnlyMemory<byte> column) =>
        column.IsEmpty ? null : Encoding.UTF8.GetString(column.Span);

    private void ReadMembers()
    {
        var json = new Utf8JsonReader(Record.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The record is no object.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            // They come last of all that has a column, and are read by a reader of their own.
            if (json.TokenType == JsonTokenType.StartArray && name.SequenceEqual("charges"u8))
            {
                Charges = Record[(int)json.TokenStartIndex..];
                return;
            }

            if (!TakeText(name, ref json) && !TakeValue(name, ref json))
                json.Skip();
        }
    }

    private void Clear()
    {
        (Organization, Project, ApiKey, Operation) = (default, default, default, default);
        (RequestModel, Territory, Evidence, Chain) = (default, default, default, default);
        (Decision, Provider, Model, Status) = (NoDecision, default, default, 0);
        (ErrorCode, Usage, CostNano, Currency, RegionRefused) = (default, default, null, default, null);
        Charges = default;
    }

    // By length first: most members of a record have no column, and are to be left after one comparison.
    private bool TakeText(ReadOnlySpan<byte> name, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
            return false;
        switch (name.Length)
        {
            case 5 when name.SequenceEqual("model"u8): Model = TextOf(ref json); break;
            case 7 when name.SequenceEqual("project"u8): Project = TextOf(ref json); break;
            case 7 when name.SequenceEqual("api_key"u8): ApiKey = TextOf(ref json); break;
            case 8 when name.SequenceEqual("evidence"u8): Evidence = TextOf(ref json); break;
            case 8 when name.SequenceEqual("decision"u8): Decision = TextOf(ref json); break;
            case 8 when name.SequenceEqual("provider"u8): Provider = TextOf(ref json); break;
            case 8 when name.SequenceEqual("currency"u8): Currency = TextOf(ref json); break;
            case 9 when name.SequenceEqual("operation"u8): Operation = TextOf(ref json); break;
            case 9 when name.SequenceEqual("territory"u8): Territory = TextOf(ref json); break;
            case 10 when name.SequenceEqual("error_code"u8): ErrorCode = TextOf(ref json); break;
            case 12 when name.SequenceEqual("organization"u8): Organization = TextOf(ref json); break;
            case 13 when name.SequenceEqual("request_model"u8): RequestModel = TextOf(ref json); break;
            default: return false;
        }

        return true;
    }

    private bool TakeValue(ReadOnlySpan<byte> name, ref Utf8JsonReader json)
    {
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("id"u8): Id = json.GetGuid(); break;
            case 4 when name.SequenceEqual("cost"u8):
                CostNano = NanoUnits.Nearest(json.GetDecimal());
                break;
            case 5 when name.SequenceEqual("chain"u8): Chain = (ChainOutcome)json.GetInt32(); break;
            case 5 when name.SequenceEqual("usage"u8): Usage = UsageOf(ref json); break;
            case 6 when name.SequenceEqual("status"u8): Status = json.GetInt32(); break;
            case 8 when name.SequenceEqual("attempts"u8): RegionRefused = RefusalIn(ref json); break;
            case 10 when name.SequenceEqual("started_at"u8):
                StartedAt = json.GetDateTimeOffset().ToUniversalTime();
                break;
            default: return false;
        }

        return true;
    }

    private static int? RefusalIn(ref Utf8JsonReader attempts)
    {
        if (attempts.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The record's attempts are no array.");
        int? refused = null;
        var depth = attempts.CurrentDepth;
        while (attempts.Read() && attempts.CurrentDepth > depth)
        {
            if (attempts.TokenType != JsonTokenType.PropertyName || !attempts.ValueTextEquals("failure"u8))
                continue;
            attempts.Read();
            if (attempts.ValueTextEquals("region_refusal"u8))
                refused = 1;
        }

        return refused;
    }

    private static TokenUsage UsageOf(ref Utf8JsonReader json)
    {
        var usage = default(TokenUsage);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            usage = name switch
            {
                _ when name.SequenceEqual("input_tokens"u8) => usage with { InputTokens = json.GetInt64() },
                _ when name.SequenceEqual("output_tokens"u8) => usage with { OutputTokens = json.GetInt64() },
                _ when name.SequenceEqual("cache_read_input_tokens"u8) =>
                    usage with { CacheReadInputTokens = json.GetInt64() },
                _ when name.SequenceEqual("reasoning_output_tokens"u8) =>
                    usage with { ReasoningOutputTokens = json.GetInt64() },
                _ => usage,
            };
            json.Skip();
        }

        return usage;
    }

    // The text lies between quotes, just before the place the reader has come to.
    private ReadOnlyMemory<byte> TextOf(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped)
            return Encoding.UTF8.GetBytes(json.GetString()!);
        var length = json.ValueSpan.Length;
        return Record.Slice((int)json.BytesConsumed - length - 1, length);
    }
}
