using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Scanning;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Tokens;

/// <summary>Tools of a request that the provider runs itself: what they find is input, and not in the body.</summary>
/// <param name="Any">There are some.</param>
/// <param name="MostCalls">How many calls there are at most; null where the request does not say.</param>
/// <param name="Member">The member that would say it; null where there is none.</param>
public readonly record struct ProviderTools(bool Any, long? MostCalls, string? Member)
{
    /// <summary>
    /// How many calls there are of each tool at most, where the request says how many there are of all; the names are
    /// those that usage has.
    /// </summary>
    public ServerToolCounts? ByTool { get; init; }

    // So many rounds are far more than any limit has room for.
    private const long MostRounds = 1_000_000;

    /// <summary>Looks for them: in bodies in which the scan found some.</summary>
    public static ProviderTools Of(ReadOnlySpan<byte> body, Dialect dialect, RequestFeatures features)
    {
        if ((features & RequestFeatures.ProviderTools) == 0)
            return default;
        try
        {
            return Read(body, dialect);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(true, null, null);
        }
    }

    private static ProviderTools Read(ReadOnlySpan<byte> body, Dialect dialect)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestScan.MaxDepth });
        var (tools, most) = (new Sum { Each = dialect == Dialect.AnthropicMessages }, (long?)null);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isTools, isMost) = (json.ValueTextEquals("tools"u8), json.ValueTextEquals("max_tool_calls"u8));
            var isSetting = ProviderToolNames.IsSetting(json.ValueSpan);
            json.Read();
            if (isTools && json.TokenType == JsonTokenType.StartArray)
                tools.Take(ref json);
            else if (isSetting && IsOn(ref json))
                tools.TakeUnknown();
            else if (isMost && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var calls) && calls >= 0)
                most = calls;
            json.Skip();
        }

        if (!tools.Any)
            return default;
        return dialect switch
        {
            Dialect.OpenAIResponses => new(true, Capped(most), "max_tool_calls")
            {
                ByTool = most > 0 ? tools.ByTool : null,
            },
            Dialect.AnthropicMessages when !tools.Unbounded => new(true, Capped(tools.Calls), null)
            {
                ByTool = tools.ByTool,
            },
            Dialect.AnthropicMessages => new(true, null, tools.Hopeless ? null : tools.Member),
            _ => new(true, null, null),
        };
    }

    private static long? Capped(long? calls) => calls is { } known ? Math.Min(known, MostRounds) : null;

    // An empty list of servers has nothing to run; an object turns on what it is for.
    private static bool IsOn(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.True or JsonTokenType.StartObject or JsonTokenType.String => true,
        JsonTokenType.StartArray => json.Read() && json.TokenType != JsonTokenType.EndArray && LeaveArray(ref json),
        _ => false,
    };

    private static bool LeaveArray(ref Utf8JsonReader json)
    {
        do
            json.Skip();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray);
        return true;
    }

    private struct Sum
    {
        public bool Any;
        public bool Unbounded;
        public bool Hopeless;
        public long Calls;
        public string? Member;
        public ServerToolCounts? ByTool;

        /// <summary>The dialect bounds each tool by itself; else only all of them together.</summary>
        public bool Each;

        public void TakeUnknown()
        {
            (Any, Unbounded, Hopeless) = (true, true, true);
            ByTool = ServerToolCounts.Add(ByTool, ServerToolNames.Other, MostRounds);
        }

        public void Take(ref Utf8JsonReader json)
        {
            for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
            {
                if (json.TokenType != JsonTokenType.StartObject)
                {
                    json.Skip();
                    continue;
                }

                var tool = ProviderToolNames.ReadTool(ref json);
                if (!tool.IsProviders)
                    continue;
                Any = true;
                Calls += Math.Min(tool.MostUses ?? 0, MostRounds);
                ByTool = ServerToolCounts.Add(
                    ByTool, tool.Name, Each ? Math.Min(tool.MostUses ?? MostRounds, MostRounds) : MostRounds);
                if (tool.MostUses is not null)
                    continue;
                (Unbounded, Member) = (true, Member ?? $"tools[{i}].max_uses");
                Hopeless |= !tool.CountsUses;
            }
        }
    }
}
