using System.Text;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

/// <summary>What records tell of grants, added up.</summary>
public class GrantSumsTests
{
    [Fact]
    public void A_record_without_charges_tells_nothing() =>
        Assert.Empty(Sum(JournalRecord.Of(new RequestRecord { Id = Guid.CreateVersion7(), StartedAt = Start })));

    [Theory]
    [InlineData("7")]
    [InlineData("\"x\"")]
    [InlineData("{\"account\":\"grant/g\",\"spent\":1}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("[null,\"x\"]")]
    [InlineData("[[{\"account\":\"grant/g\",\"spent\":1}]]")]
    [InlineData("[{\"account\":\"grant/g\",\"spent\":1},{\"account\":\"grant/g\",\"period\":\"x\"}]")]
    [InlineData("[{\"account\":\"grant/g\",\"reserved\":1e40}]")]
    [InlineData("[{\"account\":\"grant/g\",\"reserved\":1.5}]")]
    [InlineData("[{\"account\":\"grant/g\",\"spent\":[{\"spent\":1}]}]")]
    [InlineData("[{\"account\":7,\"reserved\":1}]")]
    [InlineData("[{\"account\":{\"account\":\"grant/g\"},\"reserved\":1}]")]
    [InlineData("[{\"account\":\"grant\\/\\u0000\",\"reserved\":1}]")]
    [InlineData("[{\"account\":\"grant/g\",\"spent\":9223372036854775807},{\"account\":\"grant/g\",\"spent\":1}]")]
    public void What_has_another_shape_is_left_alone(string charges) => Assert.Empty(Sum(Raw(charges)));

    [Fact]
    public void A_name_longer_than_names_are_is_left_alone() =>
        Assert.Empty(Sum(Raw("[{\"account\":\"grant/" + new string('g', 129) + "\",\"spent\":1}]")));

    [Fact]
    public void Charges_of_limits_are_none_of_the_ledgers() =>
        Assert.Empty(Sum(Record(Guid.CreateVersion7(), Start, ("Budget/b#tokens", 0, 10, 5))));

    [Fact]
    public void A_charge_that_no_sum_can_hold_does_not_spoil_the_sum()
    {
        var rows = Sum(
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 10, 5)),
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, long.MaxValue, 5)),
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 20, 5)));

        Assert.Equal(["reserved 30 of 2", "used 10 of 2", "released 20 of 2"], rows.Select(Text));
    }

    [Fact]
    public void A_kind_counts_the_requests_that_moved_something()
    {
        var rows = Sum(
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 100, 100)),
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 100, 0)),
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 0, 0)),
            Denied(Guid.CreateVersion7(), Start, "grant/g", 0, 7));

        Assert.Equal(
            ["reserved 300 of 3", "used 100 of 1", "released 200 of 2", "corrected 7 of 1"], rows.Select(Text));
    }

    [Fact]
    public void What_one_request_used_beyond_its_reservation_is_not_taken_from_what_another_gives_back()
    {
        var rows = Sum(
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 100, 40)),
            Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 10, 30)));

        Assert.Equal(["reserved 130 of 2", "used 70 of 2", "released 60 of 1"], rows.Select(Text));
    }

    [Fact]
    public void Rows_bear_the_first_id_and_the_last_instant_and_come_in_one_order()
    {
        var (a, b, c) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var rows = Sum(
            Record(a, Start.AddMinutes(2), ("grant/h", 0, 5, 5)),
            Record(b, Start.AddMinutes(1), ("grant/g", 9, 5, 5), ("grant/h", 0, 5, 5)),
            Record(c, Start.AddMinutes(3), ("grant/g", 1, 5, 5), ("grant/g", 9, 5, 5)));

        Assert.Equal(
            [("g", 1L, c, 3), ("g", 9L, b, 3), ("h", 0L, a, 2)],
            rows.Where(row => row.Kind == GrantEntryKind.Used)
                .Select(row => (row.Grant, row.Period, Guid.Parse(row.Id), row.At.Minute)));
    }

    private static List<GrantTransaction> Sum(params JournalRecord[] records)
    {
        var sums = new BatchSums();
        var row = new RequestRow();
        foreach (var record in records)
        {
            row.Read(record);
            sums.Add(row);
        }

        return [.. sums.Grants.InOrder];
    }

    private static JournalRecord Raw(string charges) => new(Encoding.UTF8.GetBytes(
        $$"""
        {"id":"0199c1f0-0000-7000-8000-000000000000","started_at":"2026-07-01T00:00:00Z","charges":{{charges}}}
        """));

    private static string Text(GrantTransaction row) => FormattableString.Invariant(
        $"{GrantTransaction.NameOf(row.Kind)} {row.Amount} of {row.Requests}");
}
