using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>The record of a request that a policy cut or had decided anew.</summary>
public class CutRecordTests
{
    [Fact]
    public void It_is_written_as_the_serializer_does_and_read_back_whole()
    {
        var at = new DateTimeOffset(2024, 7, 9, 0, 0, 0, TimeSpan.Zero);
        var record = new RequestRecord
        {
            Id = Guid.Parse("01909876-0000-7000-8000-000000000001"),
            StartedAt = at.AddSeconds(-1),
            Decision = RequestDecision.Rerouted,
            DecidedAt = at,
            Reason = "territory_not_served",
            Ending = RequestEnding.PolicyCut,
        };
        var json = JournalRecord.Of(record);
        var text = Encoding.UTF8.GetString(json.Json.Span);
        Assert.Equal(JsonSerializer.Serialize(record, RecordJsonContext.Default.RequestRecord), text);
        Assert.Contains("\"ending\":\"policy_cut\"", text, StringComparison.Ordinal);
        Assert.Equal((at, RequestEnding.PolicyCut), (json.Read().DecidedAt, json.Read().Ending));
    }
}
