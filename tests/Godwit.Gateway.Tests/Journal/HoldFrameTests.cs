using System.Buffers;
using Godwit.Gateway.Counters;
using Godwit.Gateway.Journal;
using Godwit.Gateway.Tests.Counters;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Journal;

public sealed class HoldFrameTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_frame_tells_the_record_of_a_request_that_is_lost()
    {
        var holds = new RequestHolds();
        holds.Add(HeldSamples.Of("Budget/all#tokens|Zürich 分", 638_000, 12));
        holds.Add(HeldSamples.Of("RateLimit/places#concurrency", 0, 1, isOfMoment: true));
        holds.Add(HeldSamples.Of("grant/g", 0, long.MaxValue));

        var record = HoldFrame.RecordOf(Frame(HeldSamples.UnderWay(Id), holds));

        Assert.Equal(
            [
                new Charge("Budget/all#tokens|Zürich 分", 638_000, 12, 12),
                new Charge("grant/g", 0, long.MaxValue, long.MaxValue),
            ],
            record.Charges!);
        Assert.Equal(
            new RequestRecord
            {
                Id = Id, StartedAt = DateTimeOffset.UnixEpoch, SnapshotRevision = 7, Organization = "acme",
                Project = "app", ApiKey = "key", RequestModel = "gpt-4o", Provider = "openai", Model = "gpt-4o",
                Ending = RequestEnding.Lost, Charges = record.Charges, Attempts = record.Attempts,
            },
            record);
    }

    [Fact]
    public void Names_that_are_not_there_and_long_ones_come_back_as_they_were()
    {
        var longest = new string('字', 100_000);
        var request = HeldSamples.UnderWay(Id) with { Organization = null, RequestModel = longest, Model = "" };

        var record = HoldFrame.RecordOf(Frame(request, new RequestHolds()));

        Assert.Equal((null, longest, ""), (record.Organization, record.RequestModel, record.Model));
        Assert.Empty(record.Charges!);
    }

    private static byte[] Frame(in UnderWay request, RequestHolds holds)
    {
        var bytes = new ArrayBufferWriter<byte>();
        HoldFrame.Write(bytes, request, holds);
        Assert.True(HoldFrame.Is(bytes.WrittenSpan));
        Assert.Equal(request.Id, HoldFrame.IdOf(bytes.WrittenSpan));
        return bytes.WrittenSpan.ToArray();
    }
}
