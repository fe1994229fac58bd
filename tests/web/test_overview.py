"""The overview's figures lead, by keyboard too, to lists of as many records."""

from playwright.sync_api import expect

OVERVIEW = "amazon_connector.action_amazon_overview"
A_PAGE = 80  # so many records a list shows at once


def test_each_figure_opens_as_many_records_as_it_says(person, ground):
    screen = person("manager")
    ground.rest()
    screen.open(OVERVIEW)
    card = screen.find(".o_amazon_card").first
    figures = card.locator("button[data-figure]")
    expect(figures).to_have_count(8)
    for place in range(8):
        figure = figures.nth(place)
        count = int(figure.locator(".o_amazon_figure_count").inner_text())
        figure.focus()
        screen.page.keyboard.press("Enter")
        expect(card).to_have_count(0)
        screen.wait()
        rows = screen.find(".o_list_view .o_data_row:not(.o_view_sample_data *)")
        expect(rows).to_have_count(min(count, A_PAGE))
        if count > A_PAGE:
            expect(screen.find(".o_pager_limit")).to_have_text(str(count))
        screen.open(OVERVIEW)


def test_the_card_says_its_orders_of_two_weeks_to_those_who_hear_them(person, picture):
    screen = person("manager")
    screen.open(OVERVIEW)
    picture(screen, "overview")
    chart = screen.find(".o_amazon_days[role='img']").first
    expect(chart.locator(".o_amazon_day")).to_have_count(14)
    busiest = chart.locator(".o_amazon_day[title]").first.get_attribute("title")
    assert busiest in chart.get_attribute("aria-label")
