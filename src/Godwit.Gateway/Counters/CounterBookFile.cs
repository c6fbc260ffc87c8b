using System.Text.Json;
using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Counters;

/// <summary>The file <c>counters</c> beside the journal: sums up to a place in it. Replaced whole.</summary>
internal sealed partial class CounterBookFile(string folder)
{
    private readonly string path = Path.Combine(folder, "counters");

    /// <summary>Reads the file; null where there is none, or none that can be read.</summary>
    public CounterSums? Read(ILogger logger)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            Log.Unreadable(logger, path, e);
            return null;
        }
    }

    public void Write(CounterSums sums)
    {
        var next = path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            using (var json = new Utf8JsonWriter(stream))
                Write(json, sums);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static CounterSums Read(JsonElement root)
    {
        var sums = new CounterSums
        {
            Position = new JournalPosition(
                root.GetProperty("segment").GetInt64(), root.GetProperty("offset").GetInt64()),
        };
        foreach (var row in root.GetProperty("spent").EnumerateArray())
            sums.Add(row[0].GetString()!, row[1].GetInt64(), row[2].GetInt64());
        if (root.TryGetProperty("claims", out var claims))
        {
            foreach (var row in claims.EnumerateArray())
                sums.Add(new Claim(row[0].GetString()!, row[1].GetInt64(), row[2].GetInt64(), row[3].GetInt64()));
        }

        foreach (var held in root.GetProperty("held").EnumerateArray())
        {
            var frame = held.GetBytesFromBase64();
            sums.Pending[HoldFrame.IdOf(frame)] = frame;
        }

        return sums;
    }

    private static void Write(Utf8JsonWriter json, CounterSums sums)
    {
        json.WriteStartObject();
        json.WriteNumber("segment", sums.Position.Segment);
        json.WriteNumber("offset", sums.Position.Offset);
        json.WriteStartArray("spent");
        foreach (var ((account, period), spent) in sums.Spent)
        {
            json.WriteStartArray();
            json.WriteStringValue(account);
            json.WriteNumberValue(period);
            json.WriteNumberValue(spent);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("claims");
        foreach (var claim in sums.Claims.Values)
        {
            json.WriteStartArray();
            json.WriteStringValue(claim.Account);
            json.WriteNumberValue(claim.Period);
            json.WriteNumberValue(claim.Until);
            json.WriteNumberValue(claim.Amount);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("held");
        foreach (var frame in sums.Pending.Values)
            json.WriteBase64StringValue(frame);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static partial class Log
    {
        [LoggerMessage(
            2011, LogLevel.Critical,
            "{Path} can't be read: what was spent before the journal begins counts in no limit of this node.")]
        public static partial void Unreadable(ILogger logger, string path, Exception reason);
    }
}
