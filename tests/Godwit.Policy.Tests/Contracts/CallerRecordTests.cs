using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>What a record says of end users and refused regions is written and read alike.</summary>
public class CallerRecordTests
{
    private static readonly RequestRecord Record = new()
    {
        Id = Guid.Parse("01890000-0000-7000-8000-000000000001"),
        StartedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero),
        Territory = "DE",
        EndUser = new EndUserRecord
        {
            Network = "111.13.101.0/24", Hash = "00ff", Territory = "CN", Evidence = "c=CN:ipfire;k=Medium",
            Decided = true,
        },
        Decision = RequestDecision.Refused,
        DecidedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 5, TimeSpan.Zero),
        Attempts =
        [
            new AttemptRecord
            {
                Provider = "openai", Model = "gpt-4o", Status = 403, Failure = FailureClass.RegionRefusal,
                PolicyBehind = "openai@3",
            },
        ],
    };

    [Fact]
    public void It_comes_back_as_it_was() =>
        Assert.Equivalent(Record, JournalRecord.Of(Record).Read(), strict: true);

    [Fact]
    public void It_is_written_as_the_serializer_writes_it() => Assert.Equal(
        JsonSerializer.Serialize(Record, RecordJsonContext.Default.RequestRecord),
        Encoding.UTF8.GetString(JournalRecord.Of(Record).Json.Span));
}
