using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.Tokens;

namespace Godwit.Providers.Dialects.Tapping;

/// <summary>What a tap has learnt of an answer so far. Texts are made only when asked for.</summary>
public sealed class TappedAnswer
{
    private const int MostModelBytes = 256;
    private static readonly string[] KnownReasons =
    [
        "stop", "length", "tool_calls", "content_filter", "function_call", "sensitive", "network_error", "error",
        "insufficient_system_resource", "model_context_window_exceeded", "refuse_answer", "normal", "model_length",
        "end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal",
    ];

    private readonly byte[] model = new byte[MostModelBytes];
    private int modelLength;
    private Reasons reasons;
    private int reasonCount;
    private TokenUsage? usage;
    private SearchQueries? searches;

    /// <summary>Tokens as the provider counted them; the last figure wins. Null when none came.</summary>
    public TokenUsage? Usage
    {
        get => usage is { } known && ServerTools is not null ? known.With(ServerTools) : usage;
        internal set
        {
            usage = value;
            if (value?.OutputTokens is not null)
                Output.Figure();
        }
    }

    /// <summary>What of the output has passed, for an estimate.</summary>
    public OutputMeter Output { get; } = new();

    /// <summary>Tools the provider ran itself, where they are told beside the usage.</summary>
    internal ServerToolCounts? ServerTools { get; set; }

    /// <summary>The item that a tap is in.</summary>
    internal TappedItem Item { get; set; }

    /// <summary>An error the provider put where an answer belongs.</summary>
    public ErrorBody? Error { get; internal set; }

    /// <summary>Some output has come: text, reasoning, a refusal, a tool call or sound.</summary>
    public bool ContentSeen { get; internal set; }

    /// <summary>The finish reasons that were seen, each once, at most four; the provider's own words.</summary>
    public ReadOnlySpan<string> FinishReasons => ((ReadOnlySpan<string>)reasons)[..reasonCount];

    /// <summary>The model named in the answer, null when none is.</summary>
    /// <param name="expected">The name that is likely: returned itself when it is the one.</param>
    public string? ResponseModel(string? expected = null)
    {
        var name = model.AsSpan(0, modelLength);
        return modelLength == 0 ? null
            : expected is not null && Ascii.Equals(name, expected) ? expected
            : Encoding.UTF8.GetString(name);
    }

    internal void Reset()
    {
        (usage, Error, ContentSeen, modelLength, reasonCount, reasons) = (null, null, false, 0, 0, default);
        (ServerTools, Item, searches) = (null, default, null);
        Output.Reset();
    }

    /// <summary>Takes a query that the provider searched for.</summary>
    internal void TakeSearch(ReadOnlySpan<byte> query, long length)
    {
        if ((searches ??= new()).Add(query, length))
            ServerTools = ServerToolCounts.Of(ServerToolNames.WebSearch, searches.Count);
    }

    internal void TakeModel(ref Utf8JsonReader json)
    {
        // Azure's first chunk has an empty one; a later chunk has the name.
        if (modelLength == 0 && json.TokenType == JsonTokenType.String
            && json.ValueSpan.Length is > 0 and <= MostModelBytes)
        {
            modelLength = json.CopyString(model);
        }

        json.Skip();
    }

    internal void TakeFinishReason(ref Utf8JsonReader json)
    {
        // Baichuan writes an empty string while it runs, Qwen's own door the text null.
        if (json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0 && !json.ValueTextEquals("null"u8)
            && reasonCount < 4)
        {
            foreach (var seen in FinishReasons)
            {
                if (json.ValueTextEquals(seen))
                {
                    return;
                }
            }

            reasons[reasonCount++] = Known(ref json) ?? json.GetString()!;
        }

        json.Skip();
    }

    private static string? Known(ref Utf8JsonReader json)
    {
        foreach (var reason in KnownReasons)
        {
            if (json.ValueTextEquals(reason))
            {
                return reason;
            }
        }

        return null;
    }

    [InlineArray(4)]
    private struct Reasons
    {
        private string reason;
    }
}
